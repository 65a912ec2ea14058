interface Text {
  readonly type: string;
  readonly text: string;
}

interface Element {
  readonly type: string;
  readonly text: Text | string;
  readonly action_id?: string;
  readonly value?: string;
  readonly style?: string;
  readonly confirm?: Readonly<Record<'title' | 'text' | 'confirm' | 'deny', Text>>;
}

export interface ShownBlock {
  readonly type: string;
  readonly text?: Text;
  readonly elements?: readonly Element[];
}

const most = { blocks: 50, header: 150, section: 3_000, elements: 25, context: 10, button: 75, value: 2_000, id: 255 };
const mostInConfirm = { title: 100, text: 300, confirm: 30, deny: 30 } as const;

/** What Slack's documentation forbids about these blocks; null where nothing is wrong. */
export function faultOfBlocks(blocks: readonly ShownBlock[]): string | null {
  if (blocks.length > most.blocks) return 'too many blocks';
  for (const block of blocks) {
    const fault = faultOf(block);
    if (fault !== null) return `${block.type}: ${fault}`;
  }
  return null;
}

function faultOf({ type, text, elements = [] }: ShownBlock): string | null {
  switch (type) {
    case 'header':
      return text?.type === 'plain_text' ? faultOfText(text.text, most.header) : 'no plain text';
    case 'section':
      return text === undefined ? 'no text' : faultOfText(text.text, most.section);
    case 'context':
      if (elements.length === 0 || elements.length > most.context) return 'too many or no elements';
      return firstFault(elements.map(({ text: shown }) => faultOfText(wordsOf(shown), most.section)));
    case 'actions': {
      if (elements.length === 0 || elements.length > most.elements) return 'too many or no elements';
      if (new Set(elements.map(({ action_id: id }) => id)).size < elements.length) return 'an action_id twice';
      return firstFault(elements.map(faultOfButton));
    }
    default:
      return 'unknown';
  }
}

function faultOfButton({ type, text, action_id: id = '', value = '', style, confirm }: Element): string | null {
  if (type !== 'button') return `no button but ${type}`;
  if (typeof text === 'string' || text.type !== 'plain_text') return 'no plain text';
  if (style !== undefined && style !== 'primary' && style !== 'danger') return 'a style of its own';
  const parts = Object.entries(mostInConfirm).map(([name, room]) => {
    return confirm === undefined ? null : faultOfText(confirm[name as keyof typeof mostInConfirm].text, room);
  });
  const ids = [faultOfText(id, most.id), value.length > most.value ? 'a value too long' : null];
  return firstFault([faultOfText(text.text, most.button), ...ids, ...parts]);
}

function faultOfText(text: string, room: number): string | null {
  if (text.length === 0) return 'empty';
  return text.length > room ? `longer than ${room}` : null;
}

export function wordsOf(text: Text | string | undefined): string {
  return typeof text === 'string' ? text : (text?.text ?? '');
}

function firstFault(faults: readonly (string | null)[]): string | null {
  return faults.find((fault) => fault !== null) ?? null;
}

/** Labels of the buttons. */
export function buttonsIn(blocks: readonly ShownBlock[]): string[] {
  return blocks.flatMap(({ type, elements = [] }) =>
    type === 'actions' ? elements.map(({ text }) => wordsOf(text)) : [],
  );
}

/** Every text that a reader sees. */
export function textsIn(blocks: readonly ShownBlock[]): { readonly type: string; readonly text: string }[] {
  return blocks.flatMap(({ text, elements = [] }) => [
    ...(text === undefined ? [] : [text]),
    ...elements.map((element) =>
      typeof element.text === 'string' ? { type: element.type, text: element.text } : element.text,
    ),
  ]);
}
