import { journey } from '../../../../tests/journeys/harness.ts';

journey('auto-reload is for owners and admins to set', { theme: 'dark', size: 'phone' }, async (j) => {
  const { page } = j;
  await j.signIn('manager');
  await j.visit(`/w/${j.workspaceId}/auto-reload`);
  await page
    .getByText(/you cannot change what is bought by itself/)
    .first()
    .waitFor();
  await j.photograph('auto-reload-read', page.getByRole('main'));
  await j.scan();
  await j.signIn('viewer');
  await j.visit(`/w/${j.workspaceId}/auto-reload`);
  await page.getByText(/you cannot see what is bought by itself/).waitFor();
});
