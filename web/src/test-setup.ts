// What a browser has and the tests' document has not.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
} as unknown as typeof ResizeObserver;

Object.defineProperty(document, 'fonts', { value: new EventTarget() });

globalThis.EventSource ??= class extends EventTarget {
  close() {}
} as unknown as typeof EventSource;
