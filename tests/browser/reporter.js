// Says what each test did, what went wrong, and the sum in the words that `cargo xtask test` counts.

export default async function* (events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A file counts only when it fails as a whole.
    const isFile = /\.test\.js$/.test(data.name) || data.details.type === 'suite';
    if (type === 'test:pass') {
      if (isFile) continue;
      passed++;
      yield 'ok ' + data.name + '\n';
    } else {
      if (isFile && /subtest/.test(data.details.error.message)) continue;
      failed++;
      const error = data.details.error.cause || data.details.error;
      yield 'FAILED ' + data.name + '\n' + (error.stack || error) + '\n';
    }
  }
  yield passed + ' passed, ' + failed + ' failed\n';
}
