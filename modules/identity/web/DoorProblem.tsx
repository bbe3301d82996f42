import { ApiError } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/Button.tsx';
import { FormProblem } from '../../../web/kit/Form.tsx';
import { ButtonLink } from '../../../web/kit/Link.tsx';
import { Door } from './Door.tsx';

interface DoorProblemProps {
  title: string;
  error: Error;
  /** The next step. */
  next: { readonly to: string; readonly label: string };
}

/** What a link was for did not happen, and there is a way on. */
export function DoorProblem({ title, error, next }: DoorProblemProps) {
  // Nothing was decided: the same link may do in a moment.
  const isPassing = !(error instanceof ApiError) || error.status >= 500 || error.status === 0;
  return (
    <Door title={title} hint={isPassing ? undefined : error.message}>
      {isPassing && <FormProblem error={error} />}
      <div className="mt-5 flex flex-col gap-3">
        {isPassing && (
          <Button look="primary" size="large" onClick={() => location.reload()}>
            Try again
          </Button>
        )}
        <ButtonLink to={next.to} look={isPassing ? 'plain' : 'primary'} size="large">
          {next.label}
        </ButtonLink>
      </div>
    </Door>
  );
}
