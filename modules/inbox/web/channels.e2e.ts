import { accountsOf, connectInstagram } from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { beginInbox, field, newCustomer, said, writes } from '../../../tests/journeys/inbox.ts';

async function disconnect(j: Journey): Promise<void> {
  for (const { id } of await accountsOf(j)) await j.api('DELETE', `/w/${j.workspaceId}/connections/${id}`);
}

for (const variation of [{}, { theme: 'dark', size: 'phone' }] as const)
  journey('an account that is disconnected elsewhere, and connected again', variation, async (j) => {
    await beginInbox(j);
    const lea = newCustomer('lea');
    const id = await writes(j, lea, `Is it linen, ${lea}?`);
    const tab = await j.anotherTab();
    await tab.goto(`/w/${j.workspaceId}/inbox/${id}`);
    await field(tab).fill('It is, and oak.');
    await disconnect(j);
    const note = tab.getByText(/is not connected any more, so nothing can be sent/);
    await note.waitFor();
    await field(tab).waitFor({ state: 'detached' });
    await said(tab).getByRole('button', { name: 'Put an emoji under it' }).waitFor({ state: 'detached' });
    await j.photograph('inbox-disconnected', tab);
    await j.scan(tab);
    await tab.getByRole('link', { name: 'Connect it again' }).waitFor();

    await connectInstagram(j);
    await note.waitFor({ state: 'detached' });
    await field(tab).waitFor();
    await tab.waitForFunction(() => document.querySelector('textarea')?.value === 'It is, and oak.');
  });

journey('an account that is new is offered by the filters at once', {}, async (j) => {
  await beginInbox(j);
  const mia = newCustomer('mia');
  await writes(j, mia, `Do you deliver, ${mia}?`);
  const tab = await j.anotherTab();
  await tab.goto(`/w/${j.workspaceId}/inbox`);
  await tab.getByRole('button', { name: 'Filter', exact: true }).click();
  await tab.getByRole('combobox', { name: 'Account' }).click();
  // There may be one of a journey before, of another platform.
  await tab
    .getByRole('option', { name: /Linen & Oak/ })
    .first()
    .waitFor();
  await connectInstagram(j, 'Tiny Atelier');
  await tab
    .getByRole('option', { name: /Tiny Atelier/ })
    .first()
    .waitFor();
});
