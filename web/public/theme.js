// Runs before the first paint, so that a chosen appearance never flashes the other one. A file of its own,
// because the content security policy allows no script inside the page.
try {
  const chosen = localStorage.getItem('stoa.appearance');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.appearance = chosen;
} catch {
  // Storage may be forbidden; the system's own appearance is then the answer.
}
