import { journey } from '../../../../tests/journeys/harness.ts';

for (const variation of [{ theme: 'light' }, { theme: 'dark', size: 'phone' }] as const)
  journey('an administrator says what the installation’s models cost', variation, async (j) => {
    const { page } = j;
    const name = 'Gemini embedding 001';
    const table = page.getByRole('table', { name: 'Models' });
    const row = table.getByRole('row').filter({ hasText: name });
    const dialog = page.getByRole('dialog', { name: `What ${name} costs` });
    await j.signIn();
    await j.visit('/admin/models');
    await page.getByRole('heading', { name: 'Models', level: 1 }).waitFor();
    await row.getByText('$0.15').waitFor();
    await row.getByRole('button', { name: /^Price of/ }).click();
    await dialog.getByLabel('A million tokens sent, in dollars').fill('a lot');
    await dialog.getByRole('button', { name: 'Set price' }).hover();
    await page.getByText('Write amounts in dollars, like 0.25 or 0.').first().waitFor();
    await dialog.getByLabel('A million tokens sent, in dollars').fill('0.37');
    await j.photograph('model-price');
    await j.scan();
    await dialog.getByRole('button', { name: 'Set price' }).click();
    await row.getByText('$0.37').waitFor();
    await row.getByText('By hand').waitFor();
    await j.photograph('admin-models');
    await j.scan();

    await row.getByRole('button', { name: /^Price of/ }).click();
    await dialog.getByRole('list', { name: 'Prices' }).getByText('$0.37 sent').first().waitFor();
    await dialog.getByText('Known of it: $0.15 sent').waitFor();
    await j.photograph('model-price-entered');
    await j.scan();
    await dialog.getByRole('button', { name: 'Take the price back' }).click();
    await row.getByText('$0.15').waitFor();

    await page.getByRole('button', { name: 'Price a model' }).click();
    const other = page.getByRole('dialog', { name: 'Price a model' });
    await other.getByLabel('Name it is called by').fill('own/one that is none');
    await other.getByLabel('A million tokens sent, in dollars').fill('1');
    await other.getByLabel('A million made, in dollars').fill('2');
    await other.getByRole('button', { name: 'Set price' }).hover();
    await page.getByText('Write the name of the model, as it is called by.').first().waitFor();
    await other.getByLabel('Name it is called by').fill('own/model');
    await other.getByRole('button', { name: 'Set price' }).click();
    await table.getByRole('row').filter({ hasText: 'own/model' }).getByText('$2.00').waitFor();
  });
