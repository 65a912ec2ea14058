import { minute } from '../../core/model/instant.ts';
import type { LocalCloud } from './local-cloud.ts';

const half = '{"half';
/** The most that any queue gives a message. */
export const tries = 10;

/**
 * Half a message into every queue that the template lets a function work off, `honest` ones behind it, until all are gone. Of each
 * function, the others that were still there after the first try, and what was set aside, with the reason.
 */
export async function poisonAll(cloud: LocalCloud, honest: () => Promise<void>) {
  const works = cloud.workers().map((name) => {
    const queue = cloud.worksOff(name);
    queue.send(half);
    return { name, queue, before: cloud.setAside(name).length };
  });
  await honest();
  await cloud.settle();
  const left = works.map(({ queue }) => queue.bodies().filter((body) => body !== half));
  for (let times = 1; times <= tries; times++) {
    cloud.pass(Math.max(...works.map(({ queue }) => queue.visibilityTimeout)) + minute);
    await cloud.settle();
  }
  return works.map(({ name, before }, at) => ({ name, left: left[at], aside: cloud.setAside(name).slice(before) }));
}
