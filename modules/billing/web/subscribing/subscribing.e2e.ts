import { type Journey, journey } from '../../../../tests/journeys/harness.ts';

const main = ({ page }: Journey) => page.getByRole('main');
const heading = ({ page }: Journey, name: string | RegExp) => page.getByRole('heading', { name });

async function openPlans(j: Journey): Promise<void> {
  await j.visit(`/w/${j.workspaceId}/plans`);
  await j.page.getByRole('heading', { name: 'Plans', level: 1 }).waitFor();
  await heading(j, 'All plans').waitFor();
}

journey('plans and invoices on a phone, after dark', { theme: 'dark', size: 'phone' }, async (j) => {
  await j.signIn();
  await openPlans(j);
  await j.photograph('plans', main(j));
  await j.scan();
  await j.visit(`/w/${j.workspaceId}/invoices`);
  await j.page.getByRole('heading', { name: 'Payments' }).waitFor();
  await j.photograph('invoices', main(j));
  await j.scan();
});

journey('plans are shown to nobody who may not see them', { size: 'phone' }, async (j) => {
  await j.signIn('viewer');
  await j.visit(`/w/${j.workspaceId}/plans`);
  await j.page.getByText('An owner, an admin or a manager can.').waitFor();
  await j.photograph('plans-refused', main(j));
  await j.scan();
});
