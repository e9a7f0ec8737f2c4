const megabytes = (bytes) => Math.round(bytes / 1e6);

/**
 * Progress on stderr. On a terminal one live line holds every step under way; elsewhere each step leaves one line when it
 * is done.
 */
export const openProgress = ({ stream = process.stderr, now = () => performance.now() } = {}) => {
  const running = new Map();
  let timer;

  const clear = () => {
    if (stream.isTTY) stream.write('\r\x1b[2K');
  };
  const draw = () => {
    if (!stream.isTTY || running.size === 0) return;
    const parts = [...running.values()].map(({ name, detail, since }) => {
      const seconds = Math.round((now() - since) / 1000);
      return `${name} ${detail ? `${detail}, ` : ''}${seconds} s`;
    });
    clear();
    stream.write(`setup: ${parts.join(' | ')}`.slice(0, (stream.columns ?? 80) - 1));
  };
  const say = (line) => {
    clear();
    stream.write(`setup: ${line}\n`);
    draw();
  };

  const start = (name) => {
    const step = { name, detail: '', since: now() };
    running.set(step, step);
    if (stream.isTTY && !timer) timer = setInterval(draw, 250);
    timer?.unref();
    return {
      detail: (text) => {
        step.detail = text;
      },
      bytes: (done, total) => {
        step.detail = `${megabytes(done)} of ${megabytes(total)} MB (${Math.floor((100 * done) / total)} %)`;
      },
      done: (text = name) => {
        running.delete(step);
        say(`${text}, ${((now() - step.since) / 1000).toFixed(1)} s`);
      },
      drop: () => running.delete(step),
    };
  };

  const close = () => {
    clearInterval(timer);
    running.clear();
    clear();
  };

  return { start, say, close };
};
