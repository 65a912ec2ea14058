type Fields = Readonly<Record<string, unknown>>;

/** What runs a state machine's tasks, and lets it start executions of its own. */
export interface Engine {
  invoke(functionArn: string, payload: unknown): Promise<unknown>;
  /** The execution, by its ARN. */
  readonly id: string;
  /** A distributed map begins. */
  startChildren(): void;
}

export class StateError extends Error {
  override readonly name: string;

  constructor(name: string, cause: string) {
    super(`${name}: ${cause}`);
    this.name = name;
  }
}

interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

interface State extends Fields {
  readonly Type: string;
  readonly Next?: string;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts?: number }[];
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly ResultPath?: null;
    readonly Next: string;
  }[];
}

/** What each type of state may say here; anything else throws, so that no field is taken on trust. */
const knownFields: Readonly<Record<string, readonly string[]>> = {
  Task: ['Resource', 'Parameters', 'ResultSelector', 'OutputPath', 'Retry', 'Catch', 'Next', 'End'],
  Choice: ['Choices', 'Default'],
  Succeed: ['OutputPath'],
  Fail: ['Error', 'Cause'],
  Map: [
    ...['ItemsPath', 'ItemSelector', 'MaxConcurrency', 'ToleratedFailurePercentage', 'ItemProcessor'],
    ...['ResultPath', 'Catch', 'Next', 'End'],
  ],
};

/** An execution of Amazon's States Language, as far as our machines speak it: what waits does not wait here. */
export async function execute(
  definition: Definition,
  input: unknown,
  engine: Engine,
  item: unknown = null,
): Promise<unknown> {
  let data = input;
  for (let name: string | undefined = definition.StartAt; name !== undefined; ) {
    const state: State | undefined = definition.States[name];
    if (state === undefined) throw new Error(`there is no state ${name}`);
    const { Type, Comment: _, ...fields } = state;
    const strange = Object.keys(fields).filter((field) => !knownFields[Type]?.includes(field));
    if (knownFields[Type] === undefined || strange.length > 0)
      throw new Error(`${name}: ${Type} with ${strange} is not known here`);
    if (Type === 'Succeed') return state.OutputPath === null ? {} : data;
    if (Type === 'Fail') throw new StateError(String(state.Error), String(state.Cause));
    if (Type === 'Choice') {
      name = choose(state, data);
      continue;
    }
    try {
      const before = data;
      data = await attempts(state, async () =>
        within(Type === 'Task' ? await task(state, before, engine, item) : await map(state, before, engine), name),
      );
      name = state.Next;
    } catch (error) {
      const caught = state.Catch?.find(({ ErrorEquals }) => matches(ErrorEquals, error));
      if (caught === undefined) throw error;
      if (caught.ResultPath !== null) throw new Error(`${name} keeps an error`);
      name = caught.Next;
    }
  }
  return data;
}

/** Again as often as the first retrier that knows the error allows. */
async function attempts(state: State, work: () => Promise<unknown>): Promise<unknown> {
  const tried = new Map<object, number>();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const retrier = state.Retry?.find(({ ErrorEquals }) => matches(ErrorEquals, error));
      const times = retrier === undefined ? 0 : (tried.get(retrier) ?? 0);
      if (retrier === undefined || times >= (retrier.MaxAttempts ?? 3)) throw error;
      tried.set(retrier, times + 1);
    }
  }
}

/** What no `States.ALL` catches: whatever comes of it ends the execution. */
const terminal: readonly string[] = ['States.DataLimitExceeded', 'States.Runtime'];

function matches(names: readonly string[], error: unknown): boolean {
  if (!(error instanceof StateError)) return false;
  return names.some((name) => name === error.name || (name === 'States.ALL' && !terminal.includes(error.name)));
}

/** What Step Functions hands from state to state at most, in bytes. */
const largestState = 262_144;

function within<T>(data: T, of: unknown): T {
  if (Buffer.byteLength(JSON.stringify(data)) > largestState)
    throw new StateError('States.DataLimitExceeded', String(of));
  return data;
}

async function task(state: State, data: unknown, engine: Engine, item: unknown): Promise<unknown> {
  if (state.Resource !== 'arn:aws:states:::lambda:invoke') throw new Error(`${state.Resource} is not known here`);
  const { FunctionName, Payload } = fill(state.Parameters, data, item, engine.id) as {
    FunctionName: string;
    Payload: unknown;
  };
  const result = { Payload: await engine.invoke(FunctionName, within(Payload, FunctionName)) };
  const selected = state.ResultSelector === undefined ? result : fill(state.ResultSelector, result, item, engine.id);
  return state.OutputPath === undefined ? selected : at(String(state.OutputPath), selected, item);
}

interface MapState extends State {
  readonly ItemsPath: string;
  readonly ItemSelector: unknown;
  readonly MaxConcurrency: number;
  readonly ToleratedFailurePercentage?: number;
  readonly ItemProcessor: Definition & { readonly ProcessorConfig: { readonly Mode: 'INLINE' | 'DISTRIBUTED' } };
}

async function map(given: State, data: unknown, engine: Engine): Promise<unknown> {
  const state = given as MapState;
  const items = at(state.ItemsPath, data, null);
  if (!Array.isArray(items)) throw new StateError('States.Runtime', `${state.ItemsPath} is no list`);
  const isDistributed = state.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED';
  if (isDistributed) engine.startChildren();
  const results: unknown[] = new Array(items.length);
  let failed = 0;
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      try {
        const input = within(fill(state.ItemSelector, data, items[index], engine.id), 'an item');
        results[index] = await execute(state.ItemProcessor, input, engine, items[index]);
      } catch (error) {
        if (!isDistributed) throw error;
        failed += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(state.MaxConcurrency, items.length) }, worker));
  if (failed > 0 && (100 * failed) / items.length > (state.ToleratedFailurePercentage ?? 0)) {
    throw new StateError('States.ExceedToleratedFailureThreshold', `${failed} of ${items.length} failed`);
  }
  within(results, 'what comes of a map');
  return state.ResultPath === null ? data : results;
}

function choose(state: State, data: unknown): string {
  const choices = state.Choices as readonly (Fields & { readonly Variable: string; readonly Next: string })[];
  const chosen = choices.find(({ Variable, IsNull, BooleanEquals, Next: _, ...more }) => {
    if (Object.keys(more).length > 0) throw new Error(`a choice by ${Object.keys(more)} is not known here`);
    const value = at(Variable, data, null);
    return IsNull === true ? value === null : value === BooleanEquals;
  });
  return chosen?.Next ?? String(state.Default);
}

/** A template: what a key that ends in `.$` names is looked up. */
function fill(template: unknown, data: unknown, item: unknown, id: string): unknown {
  if (Array.isArray(template)) return template.map((one) => fill(one, data, item, id));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => {
      if (!key.endsWith('.$')) return [key, fill(value, data, item, id)];
      return [key.slice(0, -2), value === '$$.Execution.Id' ? id : at(String(value), data, item)];
    }),
  );
}

function at(path: string, data: unknown, item: unknown): unknown {
  if (path === '$$.Map.Item.Value') return item;
  const [root, ...names] = path.split('.');
  if (root !== '$') throw new Error(`the path ${path} is not known here`);
  return names.reduce((value, name) => {
    const inner: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    if (inner === undefined) throw new StateError('States.Runtime', `nothing is at ${path}`);
    return inner;
  }, data);
}
