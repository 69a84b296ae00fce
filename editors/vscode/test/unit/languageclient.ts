// languageclient.ts: as much of the library as Server asks for, with servers that start when a test says so.

export const State = { Stopped: 1, Running: 2, Starting: 3 };
export const ErrorAction = { Continue: 1 };
export const CloseAction = { DoNotRestart: 1, Restart: 2 };

/** clients are those that were made. */
export const clients: LanguageClient[] = [];

export class LanguageClient {
  state = State.Stopped;
  private up: Promise<void> | undefined;
  private run: () => void = () => undefined;
  private listener: (e: { newState: number }) => void = () => undefined;

  constructor() {
    clients.push(this);
  }

  registerFeature(): void {}

  onDidChangeState(listener: (e: { newState: number }) => void): void {
    this.listener = listener;
  }

  start(): Promise<void> {
    this.up ??= new Promise((resolve) => {
      this.enter(State.Starting);
      this.run = () => {
        this.enter(State.Running);
        resolve();
      };
    });
    return this.up;
  }

  /** answer has the server say that it runs. */
  answer(): void {
    this.run();
  }

  async dispose(): Promise<void> {
    if (this.state === State.Starting) {
      throw new Error('it is starting');
    }
    this.enter(State.Stopped);
  }

  private enter(state: number): void {
    this.state = state;
    this.listener({ newState: state });
  }
}
