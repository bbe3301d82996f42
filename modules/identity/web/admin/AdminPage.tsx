import type { ComponentType } from 'react';
import type { LoaderFunction, LoaderFunctionArgs } from 'react-router';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Page } from '../../../../web/kit/Page.tsx';
import { Refused } from '../../../../web/kit/states.tsx';
import { getMe } from '../../sign-in/contract.ts';

/** Reads what a screen begins with, for those it is for. For anybody else nothing is asked: it would be refused. */
export const administratorsLoader =
  (read: (args: LoaderFunctionArgs) => Promise<unknown> | undefined): LoaderFunction =>
  async (args) => {
    const me = await queryClient.ensureQueryData(q(getMe));
    if (me.isAdministrator) await read(args);
    return null;
  };

/** A screen of the installation. Whoever does not look after it is told so, and who can change that. */
export function forAdministrators(title: string, Screen: ComponentType): ComponentType {
  return function AdministratorsOnly() {
    const { isAdministrator } = useLoaded(q(getMe));
    return isAdministrator ? <Screen /> : <NotForYou title={title} />;
  };
}

function NotForYou({ title }: { title: string }) {
  return (
    <Page title={title}>
      <Refused title="For administrators">
        This page is about the whole installation. Whoever looks after it can make you an administrator, under
        People.
      </Refused>
    </Page>
  );
}
