import { hex, letters } from '../organisation/ids.ts';
import type { Casts } from './part.ts';
import { assumed, aUser, compute } from './principals.ts';

/** Programs that let a language model decide what to call, and one that only talks to it. */
export const agents: Casts<'agent' | 'bedrock-key'> = {
  agent: (c) => ({
    access:
      c.number % 2 === 0
        ? assumed(c, 'support-agent', `agent-${c.stock.service}`)
        : compute(c, 'ecs-tasks', hex(c.random, 32), 6),
    rhythm: { kind: 'steady', stintsPerDay: 5 + c.random.next() * 5, calls: [4, 14] },
    workload: 'agent',
    places: [[c.account.nat, 1]],
    tools: ['langchain'],
    denied: 0.01,
  }),
  'bedrock-key': (c) => ({
    access: { kind: 'bearer', user: aUser(c, `BedrockAPIKey-${letters(c.random, 4).toLowerCase()}`) },
    rhythm: { kind: 'steady', stintsPerDay: 8, calls: [1, 3] },
    workload: 'chatbot',
    places: [[c.account.nat, 1]],
    tools: ['boto3'],
  }),
};
