import { argv, resourceUsage, stdout } from 'node:process';
import { keepHeapTight } from '../cli/heap.ts';
import { wholePath } from './whole-path.ts';

keepHeapTight();
const { credentials: judged } = await wholePath(argv[2] ?? '.');
stdout.write(
  JSON.stringify({
    judged,
    megabytes: Math.round(resourceUsage().maxRSS / 1024),
    seconds: Math.round(performance.now() / 1000),
  }),
);
