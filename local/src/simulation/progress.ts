import { SingleBar } from "cli-progress";

export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** Shows how many visitors are done: a bar on a terminal, elsewhere a line for every tenth. */
export function createProgress(total: number, stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? createBar(total, stream) : createLines(total, (line) => stream.write(`${line}\n`));
}

function createBar(total: number, stream: NodeJS.WriteStream): Progress {
  const bar = new SingleBar({
    format: "{bar} {percentage}% | {value} of {total} visitors | {eta_formatted} left",
    stream,
  });
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}

export function createLines(total: number, write: (line: string) => void): Progress {
  let tenthsShown = 0;
  return {
    update(done) {
      const tenths = Math.floor((done * 10) / total);
      if (tenths <= tenthsShown) return;
      tenthsShown = tenths;
      write(`${tenths * 10} %: ${done} of ${total} visitors`);
    },
    stop() {},
  };
}
