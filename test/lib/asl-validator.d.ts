/** The package has no types of its own. */
declare module 'asl-validator' {
  function aslValidator(definition: object): { readonly isValid: boolean; readonly errors: readonly unknown[] };
  export = aslValidator;
}
