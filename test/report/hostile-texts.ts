import type { Decision, ReportCredential, ReportData } from '../../report/report-data.ts';

/** Names that want to be more than names. Each would act, fetch, or break the page if it were taken for markup. */
export const hostileTexts: readonly string[] = [
  '</script><script>alert(1)</script>',
  '</SCRIPT ><script>alert(2)</script>',
  '<script>alert(3)</script>',
  '<!--<script>alert(4)//-->',
  '<!--',
  '--><img src=x onerror=alert(5)>',
  ']]><script>alert(6)</script>',
  '"><img src=x onerror=alert(7)>',
  "'><img src=x onerror=alert(8)>",
  '" onmouseover="alert(9)" x="',
  "' onfocus='alert(10)' autofocus='",
  '` onclick=alert(11) `',
  '<img src="https://example.com/12.png">',
  '<svg onload=alert(13)>',
  '<svg><animate onbegin=alert(14) attributeName=x>',
  '</svg><script>alert(15)</script>',
  '</title><script>alert(16)</script>',
  '</style><script>alert(17)</script>',
  '</textarea><script>alert(18)</script>',
  '<iframe src="javascript:alert(19)"></iframe>',
  '<a href="javascript:alert(20)">click</a>',
  'javascript:alert(21)',
  'data:text/html,<script>alert(22)</script>',
  '<meta http-equiv="refresh" content="0;url=https://example.com/23">',
  '<base href="https://example.com/24/">',
  '<link rel="stylesheet" href="https://example.com/25.css">',
  '<style>*{background:url(https://example.com/26)}</style>',
  '<form action="https://example.com/27"><button>go</button></form>',
  '<details open ontoggle=alert(28)>',
  '<template><script>alert(29)</script></template>',
  '<table><tr><td></table></article></details></section>',
  '{{constructor.constructor("alert(32)")()}}',
  '`+alert(33)+`',
  '&lt;script&gt;alert(34)&lt;/script&gt;',
  '&#60;img src=x onerror=alert(35)&#62;',
  '\u2028alert(36)\u2029',
  '\u202egnp.exe\u2066 alert(37)',
  '\u0000<\u0000script>alert(38)</script>',
  '\ud800<script>alert(39)</script>',
  '%3Cscript%3Ealert(40)%3C/script%3E __proto__',
];

/** The same report with every text that a stranger may have chosen replaced; `textOf` gets the credential's index. */
export function retold(data: ReportData, textOf: (index: number) => string): ReportData {
  const indexOf = new Map(data.credentials.map(({ id }, index) => [id, index]));
  const first = textOf(0);
  return {
    run: {
      ...data.run,
      title: first,
      inputs: [first],
      policyVersion: first,
      files: { ...data.run.files, unreadable: [{ path: first, reason: first }] },
      records: { ...data.run.records, ignored: { [first]: 1 }, rejected: { [first]: 1 } },
      trust: [first],
      blindSpots: [first],
    },
    credentials: data.credentials.map((credential, index) => retoldCredential(credential, textOf(index))),
    decisions: data.decisions.map((decision) =>
      retoldDecision(decision, textOf(indexOf.get(decision.credential) ?? 0)),
    ),
  };
}

function retoldCredential(credential: ReportCredential, text: string): ReportCredential {
  return {
    ...credential,
    ...{ id: `${credential.id} ${text}`, principal: text, accountId: text, owner: text, purpose: text },
    expectation: [text],
    establishedNetworks: [`home ${text}`],
    blastRadius: { share: 0.5, capabilities: [text] },
    days: credential.days.map((day) => ({ ...day, networks: [{ id: text, uses: 3 }] })),
  };
}

function retoldDecision(decision: Decision, text: string): Decision {
  return {
    ...decision,
    ...{ id: text, credential: `${decision.credential} ${text}`, principal: text, owner: text, reason: text },
    accountId: text as Decision['accountId'],
    heldBack: text,
    signals: decision.signals.map((signal) => ({
      ...signal,
      id: text,
      group: `${signal.group} ${text}`,
      evidence: text,
    })),
  };
}
