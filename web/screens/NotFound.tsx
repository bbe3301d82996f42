import { ButtonLink } from '../kit/Link.tsx';
import { useTitle } from '../kit/Page.tsx';
import { Quiet } from '../kit/Quiet.tsx';
import { paths } from '../paths.ts';

/** Unknown and not yours look the same, on the screen as in the API. */
export default function NotFound() {
  useTitle('Not found');
  return (
    <main id="main" aria-labelledby="title" className="flex min-h-[70dvh] items-center">
      <Quiet
        heading={1}
        title="Nothing stands here"
        picture={<span className="title text-3xl">404</span>}
        actions={
          <ButtonLink to={paths.home()} look="primary">
            To the beginning
          </ButtonLink>
        }
      >
        This address does not exist, or it belongs to a workspace you cannot see.
      </Quiet>
    </main>
  );
}
