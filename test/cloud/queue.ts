/** A message as a queue keeps it. */
interface Kept {
  readonly messageId: string;
  readonly body: string;
  readonly sentAt: number;
  receives: number;
  /** Hidden until then. */
  visibleAt: number;
}

export interface Received {
  readonly messageId: string;
  readonly body: string;
  readonly sentAt: number;
  /** How often it was received, this time included. */
  readonly receives: number;
}

/** An SQS queue: what was received is hidden until its time is over, and goes aside when it was received too often. */
export class LocalQueue {
  readonly arn: string;
  readonly visibilityTimeout: number;
  /** Messages that were put in, handed out and taken away. */
  readonly spent = { sent: 0, received: 0, deleted: 0 };
  readonly #messages: Kept[] = [];
  readonly #now: () => number;
  #redrive: { readonly to: LocalQueue; readonly after: number } | null = null;
  #made = 0;

  /** `visibilityTimeout` and the clock in milliseconds. */
  constructor(arn: string, visibilityTimeout: number, now: () => number) {
    this.arn = arn;
    this.visibilityTimeout = visibilityTimeout;
    this.#now = now;
  }

  redriveTo(to: LocalQueue, after: number): void {
    this.#redrive = { to, after };
  }

  /** Where what was received too often is set aside. */
  get deadLetters(): LocalQueue | null {
    return this.#redrive?.to ?? null;
  }

  send(body: string): void {
    this.#keep(`${this.arn.split(':').at(-1)}-${this.#made++}`, body);
  }

  receive(most: number): Received[] {
    const received: Received[] = [];
    const aside: string[] = [];
    for (const message of this.#messages) {
      if (received.length >= most) break;
      if (message.visibleAt > this.#now()) continue;
      if (this.#redrive !== null && message.receives >= this.#redrive.after) {
        aside.push(message.messageId);
        this.#redrive.to.#keep(message.messageId, message.body);
        continue;
      }
      message.receives += 1;
      message.visibleAt = this.#now() + this.visibilityTimeout;
      received.push({ ...message });
    }
    for (const messageId of aside) this.delete(messageId);
    this.spent.received += received.length;
    return received;
  }

  delete(messageId: string): void {
    const index = this.#messages.findIndex((message) => message.messageId === messageId);
    if (index < 0) return;
    this.spent.deleted += 1;
    this.#messages.splice(index, 1);
  }

  /** Under its own id, which a message keeps where it is set aside. */
  #keep(messageId: string, body: string): void {
    this.spent.sent += 1;
    this.#messages.push({ messageId, body, sentAt: this.#now(), receives: 0, visibleAt: 0 });
  }

  messages(): readonly Pick<Received, 'messageId' | 'body'>[] {
    return this.#messages;
  }

  /** All that is there, hidden or not. */
  bodies(): string[] {
    return this.#messages.map(({ body }) => body);
  }
}
