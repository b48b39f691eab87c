import { createApp } from "vue";
import { createRouter, createWebHistory, RouterView } from "vue-router";
import "./analytics.js"; // before the router: the first page view is of the address that the visitor came to
import PaddleList from "./PaddleList.vue";
import PaddlePage from "./PaddlePage.vue";

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: PaddleList, meta: { title: "Paddles – Seixo" } },
    { path: "/paddles/:wood", component: PaddlePage, props: true, meta: { title: "One paddle – Seixo" } },
  ],
});

router.afterEach(({ meta }) => {
  document.title = meta.title;
});

createApp(RouterView).use(router).mount("#app");
