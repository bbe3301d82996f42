import Building from 'lucide-react/icons/building';
import { Button } from '../../../web/kit/Button.tsx';
import { FormProblem } from '../../../web/kit/Form.tsx';
import { useSignOn } from './sign-on.ts';

interface SignOnButtonsProps {
  providers: readonly { slug: string; name: string }[];
  from: string | null;
}

/** Who else may say who somebody is. */
export default function SignOnButtons({ providers, from }: SignOnButtonsProps) {
  const signOn = useSignOn();
  return (
    <>
      {providers.map(({ slug, name }) => (
        <Button
          key={slug}
          icon={Building}
          size="large"
          className="w-full"
          busy={signOn.isPending}
          onClick={() => signOn.begin(slug, { from })}
        >
          <span className="truncate">Continue with {name}</span>
        </Button>
      ))}
      {signOn.error && <FormProblem error={signOn.error} />}
    </>
  );
}
