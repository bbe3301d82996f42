import CircleAlert from 'lucide-react/icons/circle-alert';
import {
  type FormEvent,
  type KeyboardEvent,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { ApiError } from './api.ts';
import { Button } from './Button.tsx';
import { FormErrorsContext } from './Field.tsx';
import { Kbd } from './Kbd.tsx';

const UnsavedGuard = lazy(() => import('./UnsavedGuard.tsx'));

interface FormProps {
  onSubmit: () => void;
  /** What the server refused. Its field errors appear at the fields, the rest above the button. */
  error?: Error | null | undefined;
  /** There is something that would be lost by leaving. */
  unsaved?: boolean;
  className?: string;
  children: ReactNode;
}

/** The shell of every form: errors find their fields, mod+Enter sends, leaving with unsaved words asks first. */
export function Form({ onSubmit, error, unsaved = false, className, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const errors = useFieldErrors(error);

  // The first field that was refused gets the focus, once it is drawn as refused. A form that begins with a refusal
  // takes no focus from where it is.
  const known = useRef(error);
  useEffect(() => {
    if (known.current === error) return;
    known.current = error;
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  const sendByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    const button = form.current?.querySelector<HTMLButtonElement>('[type="submit"]');
    if (button?.ariaDisabled !== 'true') form.current?.requestSubmit();
  };

  return (
    <FormErrorsContext value={errors}>
      <form
        ref={form}
        onSubmit={submit}
        onKeyDown={sendByKey}
        noValidate
        className={className ?? 'flex flex-col gap-5'}
      >
        {children}
        {error && !errors.hasFields && <FormProblem error={error} />}
      </form>
      <Suspense>{unsaved && <UnsavedGuard />}</Suspense>
    </FormErrorsContext>
  );
}

/** The refusal of a whole form: the server's words, and the id to quote when asking for help. */
export function FormProblem({ error }: { error: Error }) {
  const requestId = error instanceof ApiError && error.status >= 500 ? error.requestId : undefined;
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-md bg-danger-wash px-3 py-2 text-sm text-danger"
    >
      <CircleAlert size={16} strokeWidth={1.75} className="mt-0.5 shrink-0" aria-hidden />
      <span>
        {error.message}
        {requestId && <span className="block font-mono text-xs">Request {requestId}</span>}
      </span>
    </p>
  );
}

function useFieldErrors(error: Error | null | undefined) {
  const [answered, setAnswered] = useState<{ to: unknown; names: ReadonlySet<string> }>({
    to: undefined,
    names: new Set(),
  });
  return useMemo(() => {
    const fields = error instanceof ApiError ? error.fields : [];
    const gone = answered.to === error ? answered.names : new Set<string>();
    const messageOf = new Map(fields.map(({ path, message }) => [path.replace(/^body\./, ''), message]));
    return {
      hasFields: messageOf.size > 0,
      errorOf: (name: string) => (gone.has(name) ? undefined : messageOf.get(name)),
      // A message about words that are no longer there only confuses.
      touched: (name: string) => {
        if (messageOf.has(name) && !gone.has(name))
          setAnswered({ to: error, names: new Set([...gone, name]) });
      },
    };
  }, [error, answered]);
}

interface SubmitProps {
  busy?: boolean | undefined;
  disabledReason?: string | undefined;
  /** Over the whole width, without its keys: where it is the only thing to press. */
  alone?: boolean;
  children: ReactNode;
}

/** Never just grey: while it cannot be sent, it says what is missing. */
export function Submit({ busy, disabledReason, alone, children }: SubmitProps) {
  return (
    <Button
      type="submit"
      look="primary"
      busy={busy}
      disabledReason={disabledReason}
      reasonShown={false}
      {...(alone && { size: 'large', className: 'w-full' })}
    >
      {children}
      {!alone && <Kbd keys="mod+enter" onColour className="max-sm:hidden" />}
    </Button>
  );
}
