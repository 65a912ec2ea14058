import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { CredentialKind } from '../../core/model/credential.ts';
import { heatOf } from '../../report/heat-strip.ts';
import { renderReport } from '../../report/render.ts';
import type { ActionKind, ReportData } from '../../report/report-data.ts';
import { timeline } from '../../report/timeline.ts';
import { dayOf } from '../../report/words.ts';
import { fakeReport } from './fake-report.ts';
import { hostileTexts, retold } from './hostile-texts.ts';

const small = fakeReport({ credentials: 12, days: 10 });

describe('a hostile name stays a name', () => {
  const skeleton = skeletonOf(renderReport(retold(small, () => 'a name')));

  test.each(hostileTexts.map((text) => [text]))('%j', (text) => {
    const page = renderReport(retold(small, () => text));
    expect(skeletonOf(page)).toEqual(skeleton);
    expect(islandText(page)).not.toMatch(/[<\u2028\u2029]/);
  });

  test('whatever steers a terminal or turns the line around is shown as a sign, and not done', () => {
    const page = renderReport(retold(small, () => 'a\u0007b\u009bc\u202ed\u2066e'));
    expect(page).toContain('a\ufffdb\ufffdc\ufffdd\ufffde');
    for (const mark of ['\u0007', '\u009b', '\u202e', '\u2066']) expect(page).not.toContain(mark);
  });

  test('there are forty of them, all different', () => {
    expect(new Set(hostileTexts).size).toBe(40);
  });
});

describe('the page is one file', () => {
  const page = renderReport(small);

  test('with no reference to anything outside it but the link that the network data’s licence asks for', () => {
    const references = [...page.matchAll(/\b(?:src|href|action|srcset|data)\s*=\s*"([^"]*)"|url\(([^)]*)\)|@import/g)];
    const outside = references.filter(
      ([, attribute]) => attribute === undefined || !/^(?:#|data:,$|https:\/\/db-ip\.com$)/.test(attribute),
    );
    expect(outside.map(([match]) => match)).toEqual([]);
    expect(references.length).toBeGreaterThan(10);
  });

  test('with a policy that admits its one style and its one script by hash, and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain(`style-src '${hashOf(/<style>([\s\S]*?)<\/style>/.exec(page)?.[1])}'`);
    expect(policy).toContain(`script-src '${hashOf(/<script>([\s\S]*?)<\/script>/.exec(page)?.[1])}'`);
    expect(page).not.toMatch(/<[^>]+\s(?:style|on[a-z]+)=/);
  });

  test('and the same data gives the same bytes', () => {
    expect(renderReport(fakeReport({ credentials: 12, days: 10 }))).toBe(page);
  });
});

test('days on which a credential was only spoken of are no days of use, to eye or ear', () => {
  const day = Math.floor(small.run.to / 86_400_000);
  const spokenOf = { day, uses: 0, denied: 0, maxScore: 40, networks: [] };
  const used = { day: day - 1, uses: 3, denied: 0, maxScore: 0, networks: [{ id: 'AS1 Home', uses: 3 }] };
  const pageOf = (...days: (typeof used)[]) => {
    const [one, ...others] = small.credentials.map((credential) => ({ ...credential, days: [] }));
    if (one === undefined) throw new Error('there is a credential');
    return renderReport({ ...small, decisions: [], credentials: [{ ...one, days }, ...others] });
  };
  const idle = pageOf(spokenOf);
  expect(idle).toMatch(/aria-label="not used, highest score 40 on/);
  expect(idle).not.toMatch(/[Uu]sed on/);
  const busy = pageOf(used, spokenOf);
  const [one] = small.credentials;
  const aloud = (...days: (typeof used)[]) => (one === undefined ? '' : `${timeline({ ...one, days }, [], small.run)}`);
  expect([aloud(spokenOf), aloud(used, spokenOf)]).toEqual([
    expect.stringContaining('aria-label="Not used"'),
    expect.stringContaining('aria-label="Used on 1 day; '),
  ]);
  expect(busy).toMatch(/aria-label="used on 1 of \d+ days, highest score 40 on/);
});

describe('nothing that was decided is left out', () => {
  const data = fakeReport({ credentials: 60 });
  const page = renderReport(data);

  test('one row for each decision, in the page and in the island', () => {
    expect(bodyOf(page, 'decisions').match(/<tr>/g)).toHaveLength(data.decisions.length);
    expect(unpacked(page, 'lists').decisions).toHaveLength(data.decisions.length);
  });

  test('one case for each credential that was decided about, and a detail for each other one', () => {
    const decided = new Set(data.decisions.map(({ credential }) => credential));
    expect(page.match(/<details class="case">/g)).toHaveLength(decided.size);
    expect(Object.keys(detailsOf(page))).toHaveLength(data.credentials.length - decided.size);
  });

  test('a decision about a credential without a card still gets its case', () => {
    const [orphan] = data.decisions;
    const lonely = renderReport({ ...data, credentials: [], decisions: orphan === undefined ? [] : [orphan] });
    expect(lonely.match(/<details class="case">/g)).toHaveLength(1);
  });

  test('of more cases than stand in the page each other one waits to be asked for', () => {
    const [one] = data.decisions;
    if (one === undefined) throw new Error('the fake report has no decision');
    const decisions = Array.from({ length: 42 }, (_, i) => ({ ...one, id: `d_${i}`, credential: `AKIA${i}` }));
    const long = renderReport({ ...data, credentials: [], decisions });
    expect(long.match(/<details class="case">/g)).toHaveLength(40);
    expect(Object.keys(detailsOf(long))).toHaveLength(2);
  });

  test('of more credentials than a browser works with the calmest make room, and the page says how many', () => {
    const [first] = data.credentials;
    if (first === undefined) throw new Error('the fake report has no credential');
    const scored = (id: string, maxScore: number) => ({
      ...first,
      id,
      days: first.days.slice(-1).map((day) => ({ ...day, maxScore })),
    });
    const calm = Array.from({ length: 10_001 }, (_, i) => scored(`calm-${i}`, 1));
    const loud = scored('loud', 30);
    const decided = data.credentials.filter(({ id }) => data.decisions.some(({ credential }) => credential === id));
    const many = renderReport({ ...data, credentials: [...calm, loud, ...decided] });
    const rows: { text: string }[] = unpacked(many, 'lists').fleet;
    expect(rows).toHaveLength(10_000);
    const shown = rows.map(({ text }) => text.split('\n')[0]);
    expect(shown.slice(0, decided.length).toSorted()).toEqual(decided.map(({ id }) => id).toSorted());
    expect(shown[decided.length]).toBe('loud');
    expect(many).toContain(
      `${decided.length + 2} credentials with the least evidence against them do not fit on this page`,
    );
    expect(page).not.toContain('have no room');
    expect(many).toContain('The first 200 of 10,000; the script of this page shows the rest.');
    expect(page).not.toContain('the script of this page shows the rest');
  });

  test('a file of which several things are to be said is one', () => {
    const again = data.run.files.unreadable.flatMap((one) => [
      one,
      { ...one, reason: 'ends in the middle of a record' },
    ]);
    const twice = renderReport({ ...data, run: { ...data.run, files: { ...data.run.files, unreadable: again } } });
    expect(twice).toContain('ends in the middle of a record');
    expect(twice).toContain('1 file could not be read whole.');
    expect(twice).toContain('1 not read whole.');
  });

  test('a run that found nothing says so', () => {
    const calm = renderReport({ ...data, decisions: [] });
    expect(calm).toContain('Rescind would have contained none of 60 credentials.');
    expect(calm).toContain('Nothing had to be stopped.');
  });
});

describe('who would be disturbed', () => {
  const data = oneDecided();

  test('a disabled key stops the usual work on the days after it, and only that', () => {
    expect(renderReport(data('disable'))).toContain('<b>payments</b>: 70 later uses');
  });

  test('ended sessions stop a key’s usual work, and of a role only the session in question', () => {
    const ended = data('revoke-sessions');
    const of = (kind: CredentialKind) =>
      renderReport({ ...ended, decisions: ended.decisions.map((decision) => ({ ...decision, kind })) });
    expect(of('access-key')).toContain('<b>payments</b>: 70 later uses');
    expect(of('role')).not.toContain('later uses');
  });

  test('a pin leaves the usual networks open', () => {
    const page = renderReport(data('pin'));
    expect(page).toContain('1 containment would stop no use from an established network.');
    expect(page).not.toContain('later uses');
  });

  test.each([
    ['notify', 'owner would be told'],
    ['pin', 'would be pinned'],
    ['quarantine', 'would be quarantined'],
    ['revoke-sessions', 'sessions would be revoked'],
    ['disable', 'would be disabled'],
    ['rotate', 'would be rotated'],
  ] as const)('what was done is told as done, and what was not as what would have been: %s', (action, would) => {
    const observed = data(action);
    expect(renderReport(observed)).toContain(`>${would}<`);
    const decisions = observed.decisions.map((decision) => ({ ...decision, mode: 'enforce' as const }));
    const page = renderReport({ ...observed, run: { ...observed.run, mode: 'enforce' }, decisions });
    expect(page).toContain(`>${would.replace('would be ', '')}<`);
    expect(page).not.toContain(would);
  });
});

test('uses from an established network are drawn as expected, and those from any other as outside', () => {
  const [one] = small.credentials;
  if (one === undefined) throw new Error('there is a credential');
  const dotsOf = (id: string) => {
    const days = [{ day: dayOf(small.run.to), uses: 3, denied: 0, maxScore: 0, networks: [{ id, uses: 3 }] }];
    const drawn = `${timeline({ ...one, establishedNetworks: ['home'], days }, [], small.run)}`;
    return [...drawn.matchAll(/class="(dot(?: out)?)"/g)].map(([, name]) => name);
  };
  expect([dotsOf('home'), dotsOf('elsewhere')]).toEqual([['dot'], ['dot out']]);
});

test.each([
  [19.9, 0],
  [20, 1],
  [40, 2],
  [60, 3],
  [80, 4],
])('a score of %s has the colour that the legend gives it', (score, heat) => {
  expect(heatOf(score, small.run.thresholds)).toBe(heat);
});

test('a credential has the uses of all its days', () => {
  expect(unpacked(renderReport(oneDecided()('pin')), 'lists').fleet).toMatchObject([
    { html: expect.stringContaining('<td class="number">100<') },
  ]);
});

test('of several decisions as grave as one another the first heads its case', () => {
  const one = oneDecided()('pin');
  const decisions = one.decisions.flatMap((decision) =>
    ['the first', 'the second'].map((reason) => ({ ...decision, reason })),
  );
  expect(renderReport({ ...one, decisions })).toContain('<span class="gist">the first</span>');
});

test('a score is told as the strongest signal of each group, and the rest as echoes', () => {
  const page = renderReport(fakeReport({ credentials: 12 }));
  expect(page).toContain('<b>+41</b> Called from AS9009');
  expect(page).toContain('Same cause, not added: Called from a country it never used. (S11)');
  expect(page).toContain('aria-label="Score 91 of 100: origin 41, action 27, client 23"');
});

test('a hundred credentials over thirty days fit into 1.5 MB', () => {
  expect(Buffer.byteLength(renderReport(fakeReport({ credentials: 100, days: 30 })))).toBeLessThan(1_500_000);
});

function oneDecided(): (action: Exclude<ActionKind, 'restore'>) => ReportData {
  const data = fakeReport({ credentials: 12 });
  const grave = data.decisions.find(({ action }) => action === 'disable');
  const credential = data.credentials.find(({ id }) => id === grave?.credential);
  if (grave === undefined || credential === undefined) throw new Error('the fake report has no disabled credential');
  const day = Math.floor(grave.at / 86_400_000);
  const days = [day - 1, day, day + 1, day + 2].map((at, index) => ({
    ...{ day: at, uses: 10 * (index + 1), maxScore: 0, denied: 0 },
    networks: [
      { id: 'home', uses: 10 * (index + 1) },
      { id: 'elsewhere', uses: 500 },
    ],
  }));
  const watched = { ...credential, owner: 'payments', establishedNetworks: ['home'], days };
  return (action) => ({ ...data, decisions: [{ ...grave, action }], credentials: [watched] });
}

/** The page's tags with the names of their attributes, in order, also of the markup that waits in the island. */
function skeletonOf(page: string): readonly string[] {
  const folded = [...Object.values(unpacked(page, 'lists')).flat(), ...Object.values(detailsOf(page))].map((value) =>
    typeof value === 'string' ? value : (value as { html: string }).html,
  );
  const own = page.replace(/<style>[\s\S]*?<\/style>|<script[\s>][\s\S]*?<\/script>/g, '');
  return [own, ...folded]
    .flatMap((markup) => markup.match(/<[^>]*>?/g) ?? [])
    .map((tag) => tag.replace(/"[^"]*"/g, '""'));
}

function unpacked(page: string, part: 'details' | 'lists') {
  return JSON.parse(gunzipSync(Buffer.from(JSON.parse(islandText(page))[part], 'base64')).toString());
}

function islandText(page: string): string {
  return /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
}

function detailsOf(page: string): Readonly<Record<string, string>> {
  return unpacked(page, 'details');
}

function bodyOf(page: string, id: string): string {
  return new RegExp(`<table id="${id}">[\\s\\S]*?<tbody>([\\s\\S]*?)</tbody>`).exec(page)?.[1] ?? '';
}

function hashOf(text = ''): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
