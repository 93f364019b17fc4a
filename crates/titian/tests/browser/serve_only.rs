//! What belongs to the demonstration does not exist under `titian serve`.

use crate::walk::Walk;

#[tokio::test(flavor = "multi_thread")]
async fn neither_personas_nor_the_clock_exist_under_serve() {
    let walk = Walk::begin();
    let admin = walk.first_administrator().await;
    let guest = walk.visitor().await;
    guest.see_not("Peragaan").await;
    for clerk in [&guest, &admin] {
        assert_eq!(clerk.answer("/peragaan").await.status, 404);
        for path in [
            "/peragaan/admin",
            "/peragaan/pengelola",
            "/peragaan-tanggal",
        ] {
            assert_eq!(clerk.post(path).await, 404, "{path}");
        }
        clerk.was_refused(&["404"]).await;
    }
    walk.end([admin, guest]).await;
}
