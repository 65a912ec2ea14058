import type { Choice } from '../../core/plan/approval.ts';
import { exitStatus } from '../exit.ts';
import { openTerminal } from '../terminal/terminal.ts';
import { openDeployment, sayTo } from './deployment.ts';

export interface ApproveGiven {
  readonly answer: Choice;
  readonly profile?: string;
  readonly region?: string;
  readonly json?: true;
}

/** Says it to the deployment, with a proof of who says it; answers with the exit status. */
export async function runApprove(id: string, { answer: choice, json, ...where }: ApproveGiven): Promise<number> {
  const terminal = openTerminal();
  const { kind, sentence } = await sayTo(await openDeployment(where), { id, choice });
  if (json) terminal.printJson({ id, answer: choice, kind, sentence });
  else terminal.print(sentence);
  return kind === 'declined' ? exitStatus.finding : exitStatus.fine;
}
