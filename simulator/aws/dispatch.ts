import { authorise, type Demand, type Origin } from './authorise.ts';
import { AwsError, accessDenied } from './aws-error.ts';
import {
  authenticate,
  authenticateRequest,
  type Caller,
  callerArn,
  type Unauthentic,
  unauthenticSentence,
} from './caller.ts';
import type { ArrivedCall, Effect, Fault, Faults, JournalEntry } from './journal.ts';
import type { Answer, Call, Need, Operation } from './operation.ts';
import { queryError } from './protocol/query.ts';
import { signatureOf, type WireRequest, type WireResponse } from './protocol/wire.ts';
import { type Service, services } from './services.ts';
import { stateSeen, stateToChange, type World } from './state/world.ts';
import { recordUse } from './use.ts';

/** What a dispatcher needs besides the request. `faults` and `journal` are read anew for each call. */
export interface Switchboard {
  readonly world: World;
  readonly journal: JournalEntry[];
  /** Signatures are not checked. */
  readonly believing: boolean;
  faults: Faults;
}

/** The answer on the wire; null where it was lost, and the connection has to break. */
export async function dispatch(board: Switchboard, request: WireRequest, from: Origin): Promise<WireResponse | null> {
  const { world, journal } = board;
  const signature = signatureOf(request);
  const service = services.get(signature?.service ?? 'iam');
  const requestId = world.ids.uuid();
  if (signature === null || service === undefined) return unreachable(signature?.service ?? null, requestId);

  const { operation, parameters } = service.decode(request);
  const { accessKeyId, region } = signature;
  const accountId = world.sessions.get(accessKeyId)?.accountId ?? world.keyHomes.get(accessKeyId) ?? null;
  const call: ArrivedCall = {
    at: world.clock.now(),
    accessKeyId,
    accountId,
    service: signature.service,
    operation,
    region,
    parameters,
  };
  const signer = board.believing ? null : await authenticateRequest(world, request, signature);
  const doubt = signer?.ok === false ? signer.error : null;
  const fault = await board.faults(call);
  const outcome = faultError(fault, service) ?? carryOut(world, service, { call, doubt, from });
  const effect = outcome.effect === 'done' && fault === 'apply-then-lose-answer' ? 'lost' : outcome.effect;
  const { caller, allowed } = outcome;
  journal.push({ ...call, caller, effect, allowed, code: outcome.error?.code ?? null });
  if (fault === 'apply-then-lose-answer') return null;
  return outcome.error === null
    ? service.answer(operation, outcome.answer, requestId)
    : service.error(outcome.error, requestId);
}

interface Handled {
  readonly effect: Effect;
  readonly allowed: readonly string[];
  readonly caller: string | null;
  readonly answer: Answer;
  readonly error: AwsError | null;
}

interface Asked {
  readonly actions: readonly string[];
}

interface Received {
  readonly call: ArrivedCall;
  /** Why it cannot be from whom it says. */
  readonly doubt: Unauthentic | null;
  readonly from: Origin;
}

function carryOut(world: World, service: Service, { call, doubt, from }: Received): Handled {
  const at = world.clock.now();
  const operation = service.operations[call.operation];
  if (doubt !== null) return failed('denied', null, unauthentic(doubt));
  // Once more: meanwhile it may have been taken back.
  const caller = authenticate(world, call.accessKeyId, at);
  if (!caller.ok) return failed('denied', null, unauthentic(caller.error));
  const arn = callerArn(caller.value);
  if (operation === undefined) return failed('refused', arn, unknownOperation(call));

  recordUse(caller.value, { at, region: call.region, service: call.service });
  const allowed: string[] = [];
  try {
    const need = needOf(world, caller.value, operation, call);
    const denial = denialOf(world, caller.value, need, { call, from, at });
    if (denial !== null) return failed('denied', arn, denial);
    allowed.push(...demandsOf(need, call, from, at).map(({ action, resource }) => `${action} ${resource}`));
    const answer = operation.run(callFor(world, caller.value, operation, call, at));
    return { effect: 'done', allowed, caller: arn, answer, error: null };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.code === 'AccessDenied' ? failed('denied', arn, error) : failed('refused', arn, error, allowed);
  }
}

/** What the caller must be allowed, each of the actions by its name. */
function needOf(world: World, caller: Caller, operation: Operation, call: ArrivedCall): Need & Asked {
  const { parameters, region, at: now } = call;
  const need = operation.needs({ world, caller, state: stateSeen(world, caller.account), parameters, region, now });
  return { ...need, actions: need.actions ?? [`${call.service}:${call.operation}`] };
}

/** All that the caller must be allowed: of the service that is called, and of others that this one calls on in its name. */
function demandsOf(need: Need & Asked, { service, region }: ArrivedCall, from: Origin, at: number): Demand[] {
  const via: Origin = { service: `${service}.amazonaws.com`, ...('ip' in from && { ip: from.ip }) };
  return [
    ...need.actions.map((action): Demand => ({ ...need, action, region, from, at })),
    ...(need.inItsName ?? []).map((one): Demand => ({ ...one, region, from: via, at })),
  ];
}

/** The first thing the operation needs that the caller is not allowed. */
function denialOf(
  world: World,
  caller: Caller,
  need: Need & Asked,
  { call, from, at }: { call: ArrivedCall; from: Origin; at: number },
): AwsError | null {
  for (const demand of demandsOf(need, call, from, at)) {
    const { decision, explanation } = authorise(world, caller, demand);
    if (decision !== 'allowed') {
      const { action, resource } = demand;
      const sentence = `User: ${callerArn(caller)} is not authorized to perform: ${action} on resource: ${resource}`;
      return accessDenied(
        decision === 'explicit-deny'
          ? `${sentence} with an explicit deny. ${explanation}`
          : `${sentence}. ${explanation}`,
      );
    }
  }
  return null;
}

function callFor(world: World, caller: Caller, { access }: Operation, call: ArrivedCall, now: number): Call {
  const { account } = caller;
  const state = access === 'write' ? stateToChange(world, account) : stateSeen(world, account);
  return { world, caller, state, parameters: call.parameters, region: call.region, now };
}

function failed(effect: Effect, caller: string | null, error: AwsError, allowed: readonly string[] = []): Handled {
  return { effect, allowed, caller, answer: {}, error };
}

function faultError(fault: Fault, { throttlingCode }: Service): Handled | null {
  if (typeof fault === 'string') return null;
  if ('throttle' in fault) return failed('faulted', null, new AwsError(throttlingCode, 400, 'Rate exceeded'));
  return failed('faulted', null, new AwsError(fault.fail, fault.status, `Injected fault ${fault.fail}`));
}

function unauthentic(code: Unauthentic): AwsError {
  return new AwsError(code, 403, unauthenticSentence[code]);
}

function unknownOperation({ service, operation }: ArrivedCall): AwsError {
  return new AwsError('InvalidAction', 400, `The simulated AWS does not know ${service}:${operation}.`);
}

function unreachable(service: string | null, requestId: string): WireResponse {
  const error =
    service === null
      ? new AwsError('MissingAuthenticationToken', 403, 'The request carries no signature.')
      : new AwsError('InvalidAction', 400, `The simulated AWS does not know the service ${service}.`);
  return queryError(error, requestId);
}
