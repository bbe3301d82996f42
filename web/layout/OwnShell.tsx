import ArrowLeft from 'lucide-react/icons/arrow-left';
import { Link } from 'react-router';
import { getMe } from '../../modules/identity/contract.ts';
import { q, useLoaded } from '../kit/api.ts';
import { paths } from '../paths.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { PersonBanners } from './Banners.tsx';
import { Frame, PaletteButton } from './Frame.tsx';
import { ownNavigation } from './navigation.ts';

/** Around what belongs to no workspace: oneself and, for whoever looks after it, the installation. */
export function Component() {
  const me = useLoaded(q(getMe));
  return (
    <Frame
      groups={ownNavigation(me.isAdministrator)}
      left={
        <Link
          to={paths.home()}
          className="flex h-9 items-center gap-2 rounded-md px-2 text-soft hover:bg-hover hover:text-ink"
        >
          <ArrowLeft size={15} strokeWidth={1.75} aria-hidden />
          Back to work
        </Link>
      }
      right={
        <>
          <PaletteButton />
          <AccountMenu me={me} />
        </>
      }
      banners={<PersonBanners me={me} />}
    />
  );
}
