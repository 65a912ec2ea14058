import * as v from 'valibot';

/** What Slack sends when somebody presses a button, as far as anything is done with it. */
const pressed = v.object({
  type: v.literal('block_actions'),
  user: v.object({ id: v.pipe(v.string(), v.regex(/^[UW][A-Z0-9]{2,30}$/)) }),
  trigger_id: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  container: v.object({
    channel_id: v.pipe(v.string(), v.regex(/^[A-Z0-9-]{2,40}$/i)),
    message_ts: v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)?$/)),
  }),
  actions: v.pipe(
    v.array(
      v.object({
        action_id: v.pipe(v.string(), v.maxLength(255)),
        value: v.optional(v.pipe(v.string(), v.maxLength(2_000)), ''),
      }),
    ),
    v.minLength(1),
  ),
});

/** A button pressed by a person whom Slack vouches for. */
export interface Click {
  /** Unique to it: the same one, however often it is delivered. */
  readonly id: string;
  readonly userId: string;
  readonly channel: string;
  /** The message that the button is on. */
  readonly ts: string;
  readonly action: string;
  readonly decisionId: string;
}

/** Reads the body of a request that Slack signed; null where it is nothing that a button of ours sends. */
export function clickIn(body: Uint8Array): Click | null {
  const payload = new URLSearchParams(Buffer.from(body).toString('utf8')).get('payload');
  if (payload === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    // fails toward: no click
    return null;
  }
  const read = v.safeParse(pressed, value);
  if (!read.success) return null;
  const { user, trigger_id: id, container, actions } = read.output;
  const { action_id: action = '', value: decisionId = '' } = actions[0] ?? {};
  return { id, userId: user.id, channel: container.channel_id, ts: container.message_ts, action, decisionId };
}
