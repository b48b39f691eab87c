import { autocapture, init } from "@riacho/sdk";

/** What the app tells, and with which props: another name or another type does not compile. */
interface AppEvents {
  select_item: { item_list_name: string; items: { item_id: string }[] };
  select_content: { content_type: string; content_id: string };
  generate_lead: { item_id: string; currency: string; value: number };
}

// In a module, which runs once, and not in a component, which renders and runs its effects as often as React likes.
export const riacho = init<AppEvents>({
  appId: "shop",
  endpoint: import.meta.env.VITE_COLLECTOR,
  plugins: [autocapture()],
});
