import { argv, resourceUsage, stdout } from 'node:process';
import { keepHeapTight } from '../cli/tight-heap.ts';
import { wholePath } from './whole-path.ts';

keepHeapTight();
await wholePath(argv[2] ?? '.');
stdout.write(
  JSON.stringify({
    megabytes: Math.round(resourceUsage().maxRSS / 1024),
    seconds: Math.round(performance.now() / 1000),
  }),
);
