import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import "./analytics.ts"; // before the router: the first page view is of the address that the visitor came to
import { Booked } from "./booked.tsx";
import { Booking } from "./booking.tsx";
import { Workshop } from "./workshop.tsx";
import { WorkshopList } from "./workshop-list.tsx";

const router = createBrowserRouter([
  { path: "/", element: <WorkshopList /> },
  { path: "/workshops/:id", element: <Workshop /> },
  { path: "/workshops/:id/booking", element: <Booking /> },
  { path: "/booked", element: <Booked /> },
]);

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);
