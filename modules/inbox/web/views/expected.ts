const key = 'stoa.inbox.has-views';

/** Whether there were any the last time: their place is then kept free, so that nothing jumps. */
export function viewsExpected(): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

export function rememberViews(are: boolean): void {
  try {
    if (are) localStorage.setItem(key, '1');
    else localStorage.removeItem(key);
  } catch {
    // Storage may be forbidden; the list then moves by a line once.
  }
}
