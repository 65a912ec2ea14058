import { otherSystem } from '../../core/signals/anomalous/other-system.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { awsIreland, gateway, home, hotel } from './places.ts';
import { consoleUser, mia, use } from './use.ts';

const cli = 'aws-cli/2.17.0 md/awscrt#0.20.11 ua/2.0';
const onMac = { ...mia, by: `${cli} os/macos#24.6.0 md/arch#arm64 lang/python#3.12.6` } as const;
const onWindows = { ...mia, by: `${cli} os/windows#10 md/arch#amd64 lang/python#3.12.6` } as const;
const onLinux = { ...mia, by: `${cli} os/linux#6.8.0-45-generic md/arch#x86_64 lang/python#3.12.6` } as const;
const python = 'Boto3/1.34.2 md/Botocore#1.34.2 ua/2.0 os/linux#6.1.0 lang/python#3.12.3';

export const cases: UseCases = {
  signal: otherSystem,
  fires: [
    {
      name: 'a command line that always ran on a Mac runs on Windows',
      history: days(30, onMac),
      use: use(onWindows),
      expect: { bits: [2.5, 3], says: ['First use on Windows', 'show macOS'], basis: 'habit' },
    },
    {
      name: 'as programs of before wrote it',
      history: days(30, { ...mia, by: 'aws-cli/1.18.69 Python/3.8.10 Darwin/20.3.0 botocore/1.16.19' }),
      use: use({ ...mia, by: 'aws-cli/1.18.69 Python/3.8.10 Linux/5.4.0-1045 botocore/1.16.19' }),
      expect: { bits: [2.5, 3], says: ['First use on Linux', 'macOS'] },
    },
    {
      name: 'a browser, too, says where it runs',
      history: days(30, { ...consoleUser, by: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/537.36' }),
      use: use({ ...consoleUser, by: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Safari/537.36' }),
      expect: { bits: [2.5, 3], says: ['Windows', 'macOS'] },
    },
    {
      name: 'by whatever program',
      history: days(30, onMac),
      use: use({ ...mia, by: python }),
      expect: { bits: [2.5, 3], says: ['Linux', 'macOS'] },
    },
    {
      name: 'another machine at another place is another desk',
      history: days(30, { ...onMac, from: home }),
      use: use({ ...onWindows, from: hotel }),
      expect: { bits: [5, 5], basis: 'fact' },
    },
  ],
  silent: [
    { name: 'the desk it always had', history: days(30, onMac), use: use(onMac), expect: null },
    { name: 'nothing is on record yet', use: use(onWindows), expect: null },
    {
      name: 'a program that says nothing of where it runs',
      history: days(30, onMac),
      use: use({ ...mia, by: 'aws-cli/2.17' }),
      expect: null,
    },
    {
      name: 'one that never did, and begins to',
      history: days(30, mia),
      use: use(onMac),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'a company hands out new laptops, which go out through its gateway',
      history: days(30, { ...onMac, from: home }),
      use: use({ ...onWindows, from: gateway }),
      expect: { bits: [2.5, 3], basis: 'habit' },
    },
    {
      name: 'who works on both, by different programs',
      history: [...days(30, onMac), ...days(30, { ...mia, by: python })],
      use: use(onLinux),
      expect: null,
    },
    {
      name: 'the system is upgraded, and so is the program',
      history: days(30, onMac),
      use: use({ ...mia, by: 'aws-cli/2.31.0 md/awscrt#0.27.2 ua/2.1 os/macos#25.1.0 md/arch#arm64' }),
      expect: null,
    },
    {
      name: 'the new laptop of last week',
      history: [...days(30, onMac), ...days(4, onWindows)],
      use: use(onWindows),
      expect: null,
    },
    {
      name: 'the console’s own terminal, which is of AWS',
      history: days(30, onMac),
      use: use({ ...onLinux, by: `${onLinux.by} exec-env/CloudShell`, from: awsIreland }),
      expect: null,
    },
  ],
};
