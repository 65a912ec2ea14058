import type { DenyDocument } from '../../../core/plan/documents/deny-document.ts';
import { parsePolicy } from '../../../simulator/aws/policy/document.ts';
import { evaluate } from '../../../simulator/aws/policy/evaluate.ts';

export interface Call {
  readonly action?: string;
  readonly ip?: string;
  readonly vpc?: string;
  readonly vpce?: string;
  readonly viaService?: boolean;
  /** `AROA…:name` */
  readonly userid?: string;
  readonly sourceIdentity?: string;
  /** ISO 8601; absent for a long-lived key. */
  readonly issued?: string;
  /** `arn:aws:signin:…`: which sign-in a session of the console's came of. */
  readonly signIn?: string;
}

/** Whether a principal that may do everything still may, once it has this inline policy. */
export function passes(document: DenyDocument, call: Call): boolean {
  const context = new Map<string, string>([['aws:viaawsservice', String(call.viaService ?? false)]]);
  if (call.ip !== undefined) context.set('aws:sourceip', call.ip);
  if (call.vpc !== undefined) context.set('aws:sourcevpc', call.vpc);
  if (call.vpce !== undefined) context.set('aws:sourcevpce', call.vpce);
  if (call.userid !== undefined) context.set('aws:userid', call.userid);
  if (call.sourceIdentity !== undefined) context.set('aws:sourceidentity', call.sourceIdentity);
  if (call.issued !== undefined) context.set('aws:tokenissuetime', call.issued);
  if (call.signIn !== undefined) context.set('aws:signinsessionarn', call.signIn);
  const arn = 'arn:aws:iam::111111111111:user/bot';
  const { decision } = evaluate(
    {
      action: call.action ?? 's3:GetObject',
      resource: 'arn:aws:s3:::data/x',
      principal: { accountId: '111111111111', arn, sessionArn: null },
      context,
    },
    { identity: [policy('deny', JSON.stringify(document)), policy('work', everything)], limits: [], resource: null },
  );
  return decision === 'allowed';
}

const everything = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';

function policy(name: string, text: string) {
  const document = parsePolicy(text, 'identity');
  if (!document.ok) throw new Error(document.error);
  return { name, document: document.value };
}
