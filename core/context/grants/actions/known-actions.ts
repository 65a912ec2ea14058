import { dictionaryText } from './dictionary.ts';
import { type Level, levelByVerb, type Weight, weightOf } from './weight.ts';

export interface KnownAction {
  /** `s3:getobject`. */
  readonly action: string;
  readonly weight: Weight;
}

let read: ReadonlyMap<string, readonly KnownAction[]> | null = null;

/** Service → its actions. Read from the dictionary at the first question, since judging a use seldom asks. */
export function knownActions(): ReadonlyMap<string, readonly KnownAction[]> {
  read ??= new Map(dictionaryText.trim().split('\n').map(readService));
  return read;
}

let spellings: ReadonlyMap<string, string> | null = null;

/** `s3:GetObject` for `s3:getobject`: IAM takes either, people read this one. What the dictionary lacks stays as it is. */
export function spelled(action: string): string {
  spellings ??= new Map(
    dictionaryText
      .trim()
      .split('\n')
      .flatMap(namesIn)
      .map((name): [string, string] => [name.toLowerCase(), name]),
  );
  return spellings.get(action) ?? action;
}

function namesIn(line: string): string[] {
  const [service = '', ...levels] = line.split('|');
  return levels.flatMap((text) =>
    text
      .split(' ')
      .slice(1)
      .flatMap((group) => namesOf(service, group)),
  );
}

/** `Get:Object,Bucket` of s3: `s3:GetObject`, `s3:GetBucket`. */
function namesOf(service: string, group: string): string[] {
  const [verb = '', rests = ''] = group.split(':');
  return rests.split(',').map((rest) => `${service}:${verb}${rest}`);
}

/** An action that the dictionary lacks, or a pattern of a service that it lacks, weighed by its verb. */
export function unlistedAction(action: string): KnownAction {
  return { action, weight: weightOf(action, levelByVerb(action)) };
}

function readService(line: string): [string, readonly KnownAction[]] {
  const [service = '', ...levels] = line.split('|');
  return [service, levels.flatMap((text) => readLevel(service, text))];
}

function readLevel(service: string, text: string): KnownAction[] {
  const [level, ...verbs] = text.split(' ');
  return verbs.flatMap((group) =>
    namesOf(service, group).map((name) => {
      const action = name.toLowerCase();
      return { action, weight: weightOf(action, level as Level) };
    }),
  );
}
