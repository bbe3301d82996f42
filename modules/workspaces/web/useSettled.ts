import { useEffect, useState } from 'react';

const afterMs = 250;

/** What somebody writes, once they pause: a list is not read anew at every key. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
