// Hides what does not have every word that was typed. Without scripts the page is simply whole.
const field = document.getElementById('filter');
const found = document.getElementById('found');
const operations = [...document.querySelectorAll('article')];

function show() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const operation of operations) {
    const fits = words.every((word) => operation.dataset.find.includes(word));
    operation.hidden = !fits;
    for (const entry of document.querySelectorAll(`[data-for="${operation.id}"]`)) entry.hidden = !fits;
    if (fits) count += 1;
  }
  for (const section of document.querySelectorAll('.module')) {
    section.hidden = ![...section.querySelectorAll('article')].some(({ hidden }) => !hidden);
  }
  found.textContent = count === 1 ? '1 operation' : `${count} operations`;
}

field.addEventListener('input', show);
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target === field) return;
  event.preventDefault();
  field.focus();
});
