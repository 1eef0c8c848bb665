import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function NotFound() {
  return (
    <EmptyState
      alone
      title="There is nothing at this address"
      action={<ButtonLink href="/portfolio">Go to the portfolio</ButtonLink>}
    >
      It may have been removed, or you are not a member of the project. A lead of the project can add you.
    </EmptyState>
  );
}
