import { type LinkSays, readLink } from '../../adapters/mail/link.ts';
import { maskKey } from '../../core/model/brand.ts';
import { type Doors, decisionNamed, takeAnswer } from '../take-answer.ts';
import { answerPage, type Page, questionPage } from './page.ts';

/** What a function URL hands over, as far as it is read. */
export interface LinkRequest {
  readonly requestContext?: { readonly http?: { readonly method?: string } };
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Far more than a form takes. */
const mostCharacters = 8_192;
const over = 'This link is no longer valid. Answer from a terminal: rescind approve --answer';

/** To open a link asks; to confirm it answers, in the name of whom it was made for. Whoever has none is told nothing. */
export async function openLink(request: LinkRequest, key: string, doors: Doors): Promise<Page> {
  const method = request.requestContext?.http?.method ?? 'GET';
  const token = tokenIn(request, method);
  const says = token === null ? null : readLink(token, key, doors.now());
  if (token === null || says === null) return answerPage(403, over);
  if (method !== 'POST') return ask(token, says, doors);
  const { policy } = await doors.settings();
  const person = policy.people.find(({ name }) => name === says.person);
  if (person === undefined) return answerPage(403, `${says.person} is no longer listed under people in the policy.`);
  const { decisionId, choice, id } = says;
  const { sentence } = await takeAnswer({ decisionId, choice, ref: `link ${id}`, person }, doors);
  return answerPage(200, sentence);
}

async function ask(token: string, says: LinkSays, doors: Doors): Promise<Page> {
  const decision = await decisionNamed(says.decisionId, doors);
  if (decision === null) return answerPage(403, over);
  const about = decision.kind === 'access-key' ? maskKey(decision.credential) : decision.credential;
  return questionPage(token, says, decision, about);
}

function tokenIn({ queryStringParameters, body = '', isBase64Encoded = false }: LinkRequest, method: string) {
  if (method !== 'POST') return queryStringParameters?.t ?? null;
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  return text.length > mostCharacters ? null : new URLSearchParams(text).get('t');
}
