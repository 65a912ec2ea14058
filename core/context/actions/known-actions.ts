import { dictionaryText } from './dictionary.ts';
import { type Level, levelByVerb, type Weight, weightOf } from './weight.ts';

export interface KnownAction {
  /** `s3:getobject`. */
  readonly action: string;
  readonly weight: Weight;
}

let read: ReadonlyMap<string, readonly KnownAction[]> | null = null;

/** Service → its actions. Read from the dictionary at the first question, since judging a use never asks. */
export function knownActions(): ReadonlyMap<string, readonly KnownAction[]> {
  read ??= new Map(dictionaryText.trim().split('\n').map(readService));
  return read;
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
  return verbs.flatMap((group) => {
    const [verb = '', rests = ''] = group.split(':');
    return rests.split(',').map((rest) => {
      const action = `${service}:${verb}${rest}`.toLowerCase();
      return { action, weight: weightOf(action, level as Level) };
    });
  });
}
