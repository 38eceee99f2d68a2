# "Anda" throughout. Indonesian does not bend words for number.
# $partner is the company that sent the link, $business the customer's business.

## The onboarding page

onboarding-title = Hubungkan WhatsApp – { $business }
onboarding-heading = Hubungkan WhatsApp untuk { $business }
onboarding-message = { $partner } mengundang Anda untuk menghubungkan nomor bisnis Anda ke WhatsApp. Hanya perlu sekitar dua menit.
onboarding-needs = Siapkan ini
onboarding-need-facebook = Akun Facebook Anda beserta kata sandinya
onboarding-need-app = Ponsel Anda dengan aplikasi WhatsApp Business – Anda tetap memakainya seperti biasa
onboarding-need-number = Nomor yang ingin dihubungkan – nomor ini harus bisa menerima SMS atau panggilan
onboarding-button = Lanjutkan dengan Facebook
onboarding-again = Coba lagi
onboarding-start-over = Mulai ulang dengan Facebook
onboarding-reconnect = Hubungkan lagi
onboarding-window = Facebook terbuka di jendela tersendiri. Halaman ini tetap terbuka dan memberi tahu Anda jika sudah selesai.
onboarding-in-place = Facebook terbuka menggantikan halaman ini dan membawa Anda kembali ke sini setelah selesai.
onboarding-noscript = Halaman ini memerlukan JavaScript untuk membuka jendela Facebook. Aktifkan di pengaturan browser Anda, atau buka tautan di browser lain.
onboarding-by = Anda menerima tautan ini dari { $partner }.
onboarding-continue = Lanjutkan
onboarding-leave = Nanti saja, kembali
onboarding-number = Nomor yang terhubung

step-signed-in = Sudah masuk dengan Facebook
step-account = Memeriksa akun Anda
step-number = Menghubungkan nomor Anda

## Where the customer stands

state-ready-title = Siap
state-ready = Tekan tombol untuk memulai.
state-waiting-title = Sebentar lagi
state-waiting = Facebook belum memberi tahu kami nomor mana yang Anda pilih. Biarkan halaman ini terbuka.
state-working-title = Hampir selesai
state-working = Kami sedang menghubungkan nomor Anda. Ini memerlukan beberapa detik; biarkan halaman ini terbuka.
state-delayed-title = Tunggu sebentar
state-delayed = WhatsApp sedang tidak merespons. Kami terus mencoba sendiri; Anda boleh menutup halaman ini.
state-delayed-busy = WhatsApp meminta kami menunggu. Kami akan melanjutkan sendiri { $wait }; Anda boleh menutup halaman ini.
state-finished-title = Nomor Anda sudah terhubung
state-finished = Selesai. Anda boleh menutup halaman ini.
state-refused-title = Ini sudah dilakukan
state-refused = Sebuah nomor sudah dihubungkan dengan tautan ini. Tidak ada lagi yang perlu dilakukan, dan Anda boleh menutup halaman ini.
state-cancelled-title = Belum terhubung
state-cancelled = Anda keluar dari Facebook sebelum selesai, dan tidak ada yang berubah. Tekan tombol untuk melanjutkan.
state-reported-title = Facebook menghentikan Anda
state-reported = Facebook menampilkan kesalahan, dan tidak ada yang berubah. Lakukan yang diminta pesannya, lalu tekan tombol lagi.
state-failed-title = Belum berhasil
state-needs-pin-title = Nomor Anda memiliki PIN
state-needs-pin = Verifikasi dua langkahnya aktif. Masukkan PIN enam digit untuk melanjutkan.
state-disconnected-title = Nomor Anda terputus
state-disconnected = WhatsApp memutus koneksi ke nomor Anda. Tekan tombol untuk menghubungkannya lagi.
state-expired-title = Tautan ini sudah kedaluwarsa
state-expired = Tautan hanya berlaku dalam waktu terbatas. Tekan tombol, dan { $partner } dapat mengirim tautan baru kepada Anda.
state-gone-title = Tautan ini tidak berlaku lagi
state-gone = { $partner } telah menarik tautan ini. Jika Anda masih ingin menghubungkan nomor, tekan tombol untuk meminta tautan baru.
state-replaced-title = Ada tautan yang lebih baru
state-replaced = Tautan ini sudah diganti dengan yang lebih baru. Buka tautan terbaru yang Anda terima, atau tekan tombol untuk meminta yang lain.
state-unknown-title = Kami tidak menemukan tautan ini
state-unknown = Pastikan Anda membuka tautan lengkap, persis seperti yang Anda terima. Jika masih tidak berfungsi, minta tautan baru kepada perusahaan yang mengirimnya.
state-unavailable-title = Kami segera kembali
state-unavailable = Ada yang tidak merespons di pihak kami. Tunggu satu menit, lalu coba lagi.

## Left at this screen of Facebook’s: what was to be done there, one next step

cancelled-business = Anda berhenti saat Facebook menanyakan bisnis Anda. Tekan tombol lagi, lalu pilih bisnis Anda di sana atau tambahkan.
cancelled-account = Anda berhenti saat Facebook menanyakan akun dan nomor WhatsApp Anda. Tekan tombol lagi, lalu pilih di sana atau tambahkan yang baru.
cancelled-profile = Anda berhenti saat Facebook menanyakan profil WhatsApp Anda. Tekan tombol lagi, lalu isi nama dan kategori bisnis Anda.
cancelled-number = Anda berhenti saat Facebook menanyakan nomor telepon Anda. Tekan tombol lagi, lalu masukkan nomor yang ingin dihubungkan.
cancelled-verification = Anda berhenti sebelum nomor Anda dikonfirmasi. Tekan tombol lagi, lalu masukkan kode yang Anda terima lewat SMS atau panggilan.
cancelled-permissions = Anda berhenti sebelum mengizinkan koneksi. Tekan tombol lagi, lalu setujui pertanyaan terakhir Facebook.
cancelled-elsewhere = Anda keluar dari Facebook sebelum layar terakhirnya. Tekan tombol lagi, lalu lanjutkan sampai selesai.

reported-hint-young = Akun Facebook Anda masih baru? Tunggu satu jam.
reported-hint-admin = Bisnis di Facebook dikelola orang lain? Minta administrator membuka tautan ini.
reported-hint-portfolios = Bisnis Anda di Facebook terlalu banyak? Pilih yang sudah ada.
reported-hint-verify = Facebook masih memeriksa bisnis Anda atau namanya? Kembalilah setelah selesai.
reported-hint-partner = Nomor ini masih dikelola perusahaan lain? Minta perusahaan itu melepasnya dahulu.

## A number that was live: why it is cut off, one next step

disconnected-by-app = Koneksi diakhiri di aplikasi WhatsApp Business. Tekan tombol untuk menghubungkan nomor Anda lagi.
disconnected-downgrade = Nomor Anda pindah dari WhatsApp Business ke aplikasi WhatsApp biasa. Pasang lagi WhatsApp Business dengan nomor itu, lalu tekan tombol.
disconnected-phone-unused = Aplikasi WhatsApp Business tidak dibuka di ponsel Anda selama sekitar dua minggu. Buka aplikasinya, lalu tekan tombol untuk menghubungkan lagi.
disconnected-link-unused = Koneksi tidak digunakan selama sekitar satu bulan. Tekan tombol untuk menghubungkan nomor Anda lagi.
disconnected-number-changed = Nomor di aplikasi WhatsApp Business Anda diganti. Tekan tombol untuk menghubungkan nomor yang baru.
disconnected-registered-again = Nomor Anda didaftarkan ulang di aplikasi WhatsApp. Tekan tombol untuk menghubungkannya lagi.
disconnected-unshared = Akses kami ke akun WhatsApp Anda dicabut di Facebook. Tekan tombol untuk mengizinkannya lagi.
disconnected-uninstalled = Aplikasi kami dihapus dari bisnis Anda di Facebook. Tekan tombol untuk mengizinkannya lagi.
disconnected-deleted = Akun WhatsApp Anda dihapus di Facebook. Tekan tombol untuk membuat yang baru.
disconnected-disabled = Meta menonaktifkan akun WhatsApp Anda. Minta peninjauan kepada Meta di Beranda Dukungan Bisnis Facebook, lalu tekan tombol.
disconnected-offboarded = Nomor Anda pindah ke ponsel lain dan biasanya kembali dalam beberapa menit. Jika tidak, tekan tombol untuk menghubungkannya lagi.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = Konfirmasi dari Facebook datang terlambat. Tekan tombol dan ikuti jendela Facebook sekali lagi.
problem-access-ended = Izin kami dari Facebook sudah berakhir. Tekan tombol dan izinkan koneksi sekali lagi.
problem-not-proved = Facebook tidak mengonfirmasi bahwa Anda mengelola akun yang dipilih. Tekan tombol lagi dan pilih akun milik bisnis Anda sendiri.
problem-ambiguous = Anda membagikan lebih dari satu akun atau nomor, dan kami tidak tahu mana yang Anda maksud. Tekan tombol lagi dan pilih satu saja.
problem-number-missing = Akun WhatsApp Anda belum memiliki nomor telepon. Tunggu satu menit lalu coba lagi, atau mulai ulang dan tambahkan nomor Anda di jendela Facebook.
problem-number-taken = Nomor ini sudah terhubung lewat tautan lain. Mulai lagi dengan nomor lain, atau minta bantuan kepada { $partner }.
problem-number-not-verified = WhatsApp belum tahu bahwa nomor ini milik Anda. Mulai ulang dengan Facebook dan masukkan kode yang diterima nomor itu.
problem-pin-unknown = Nomor ini dilindungi PIN. Nonaktifkan verifikasi dua langkahnya di WhatsApp, lalu tekan tombol lagi.
problem-pin-tries = Terlalu banyak percobaan dengan PIN yang salah. Tekan tombol untuk melanjutkan.
problem-pin-tries-wait = Terlalu banyak percobaan dengan PIN yang salah, dan WhatsApp meminta jeda. Kembali ke halaman ini { $wait }.
problem-register-limit = Terlalu banyak percobaan dengan nomor ini, dan jeda yang diminta WhatsApp sudah selesai. Tekan tombol untuk mencoba sekali lagi.
problem-register-limit-wait = Terlalu banyak percobaan dengan nomor ini, dan WhatsApp meminta jeda. Buka tautan ini lagi { $wait }.
problem-recently-deleted = Nomor ini belum lama dihapus dari WhatsApp. Tekan tombol untuk mencoba lagi.
problem-recently-deleted-wait = Nomor ini baru saja dihapus dari WhatsApp dan perlu jeda. Kembali ke halaman ini { $wait }.
problem-register-unclear = WhatsApp tidak memberi tahu kami apakah nomor Anda sudah terhubung. Tekan tombol, dan kami periksa lagi.
problem-blocked = Meta mengunci bisnis Anda atau akun WhatsApp-nya. Minta peninjauan di Beranda Dukungan Bisnis Facebook, lalu tekan tombol.
problem-payment-missing = Meta meminta metode pembayaran untuk akun WhatsApp Anda. Tambahkan di Pengelola WhatsApp, lalu tekan tombol lagi.
problem-app-not-allowed = Meta tidak mengizinkan kami menyelesaikannya, dan ini bukan salah Anda. Beri tahu { $partner }, dan tekan tombol setelah masalahnya teratasi.
problem-meta-busy = WhatsApp meminta kami menunggu, dan waktu tunggunya sudah lewat. Tekan tombol untuk mencoba lagi.
problem-meta-busy-wait = WhatsApp meminta kami menunggu. Kembali ke halaman ini { $wait }.
problem-meta-refused = WhatsApp tidak menerima nomor itu. Tekan tombol untuk mencoba lagi; jika terulang, minta bantuan kepada { $partner }.
problem-meta-unavailable = WhatsApp sedang tidak merespons. Tunggu satu menit, lalu tekan tombol dan ikuti jendela Facebook sekali lagi.
problem-meta-unavailable-kept = WhatsApp sedang tidak merespons. Pilihan Anda tersimpan: tunggu satu menit lalu coba lagi.

## What only the script of the page has to say

client-opening-title = Membuka Facebook
client-opening = Mohon tunggu sebentar.
client-dialog-title = Lanjutkan di jendela Facebook
client-dialog = Jika jendelanya tidak terlihat, tekan tombol lagi.
client-sdk-blocked-title = Facebook tidak dapat dijangkau
client-sdk-blocked = Mungkin terhalang pemblokir iklan, jendela privat, atau jaringan Anda. Matikan pemblokir untuk halaman ini atau buka tautan di browser lain, lalu tekan tombol lagi.
client-popup-blocked-title = Browser Anda memblokir jendela
client-popup-blocked = Izinkan pop-up untuk halaman ini, atau buka tautan di Chrome atau Safari, lalu tekan tombol lagi.
client-press-again-title = Kurang satu langkah
client-press-again = Jendela Facebook tertutup sebelum mengonfirmasi pilihan Anda. Tekan tombol lagi dan lanjutkan sampai layar terakhir.
client-no-event-title = Facebook tidak menyebutkan nomornya
client-no-event = Tekan tombol lagi, dan selesaikan layar terakhir Facebook dengan tombolnya sendiri.
client-offline-title = Tidak ada koneksi
client-offline = Kami tidak dapat menjangkau server kami. Periksa koneksi internet Anda, lalu tekan tombol lagi.

## About when, for sentences that say “Come back …”

wait-minutes = { $count ->
    [1] sekitar satu menit lagi
   *[other] sekitar { $count } menit lagi
}
wait-hours = { $count ->
    [1] sekitar satu jam lagi
   *[other] sekitar { $count } jam lagi
}
wait-days = { $count ->
    [1] satu hari lagi
    [2] dua hari lagi
    [3] tiga hari lagi
   *[other] { $count } hari lagi
}

## The number’s PIN

pin-label = PIN nomor, enam digit
pin-button = Lanjutkan
pin-format = PIN terdiri dari tepat enam digit.
pin-wrong = PIN ini tidak benar. Periksa lalu masukkan lagi.
pin-offline = Kami tidak dapat menjangkau server kami. Periksa koneksi internet Anda dan kirim PIN lagi.
pin-hint-lost = Tidak tahu PIN-nya? Nonaktifkan verifikasi dua langkah untuk nomor itu di pengaturan WhatsApp, lalu mulai ulang dengan Facebook.

## In another browser, at another device

elsewhere-why = Facebook tidak mengizinkan Anda masuk di dalam aplikasi ini: buka halaman di browser Anda untuk melanjutkan.
elsewhere-open = Buka di browser saya
elsewhere-copy = Salin tautan
elsewhere-link = Tautan Anda
elsewhere-copied = Tersalin. Tempelkan di bilah alamat browser Anda.
elsewhere-copy-by-hand = Salin tautan dari kolom ini dan tempelkan di bilah alamat browser Anda.
elsewhere-other-device = Gunakan perangkat lain
elsewhere-qr = Kode QR tautan Anda
elsewhere-device = Atau arahkan kamera ponsel atau tablet ke sini untuk melanjutkan di sana. Halaman ini akan mengikuti.
elsewhere-here = Tetap coba di sini

## Asking for a new link

renewal-button = Minta tautan baru kepada { $partner }
renewal-asked-title = Permintaan Anda sudah dicatat
renewal-asked = { $partner } sekarang dapat melihat bahwa Anda memerlukan tautan baru dan dapat mengirimnya. Jika tidak ada kabar, hubungi { $partner }.

## Back from Facebook, and nobody knows from where

return-unknown-title = Buka tautan Anda lagi
return-unknown = Kami tidak tahu dari halaman mana Anda datang. Buka sekali lagi tautan yang Anda terima; tidak ada yang hilang.

## At the foot of every page: what its list of languages is called

page-language = Bahasa

## The landing page

landing-description = Hubungi { $business }: alamat, email, dan WhatsApp.
landing-tagline = Kami senang mendengar kabar dari Anda.
landing-intro = Ini situs web { $business }. Di sini Anda menemukan cara menghubungi kami, apa yang dapat kami bantu, dan bagaimana kami memperlakukan yang Anda tulis kepada kami.
landing-write = Tulis kepada kami
landing-help = Hal yang dapat Anda tulis kepada kami
landing-help-questions = Pertanyaan
landing-help-questions-text = Tanyakan apa yang kami tawarkan, berapa harganya, dan kapan kami buka.
landing-help-orders = Pesanan dan janji temu
landing-help-orders-text = Beri tahu kami apa yang Anda perlukan atau kapan Anda ingin datang, dan kami akan mengonfirmasinya.
landing-help-support = Bantuan setelahnya
landing-help-support-text = Jika ada yang tidak beres, kirimkan pesan atau gambar dan kami akan memeriksanya.
landing-contact = Cara menghubungi kami
landing-address = Alamat
landing-email = Email
landing-phone = Telepon dan WhatsApp
landing-contact-soon = Rincian kontak kami akan segera tersedia di sini.
landing-messages = Pesan
landing-messages-text = Saat Anda menulis kepada kami di WhatsApp, kami membalas di sana. Kami hanya menulis kepada orang yang menulis kepada kami atau memintanya, dan Anda dapat menghentikannya kapan saja dengan membalas “berhenti”.
landing-privacy = Privasi
landing-home = Beranda
landing-picture = Balon percakapan
landing-gone-title = Halaman ini tidak ada
landing-gone = Alamatnya salah, atau halaman sudah dihapus.

## Its privacy page

privacy-title = Privasi – { $business }
privacy-heading = Privasi
privacy-intro = Bagaimana { $business } memperlakukan yang Anda kirim kepada kami, di WhatsApp atau lewat email.
privacy-what = Apa yang kami terima
privacy-what-text = Saat Anda menulis kepada kami di WhatsApp, kami menerima nomor telepon, nama profil, dan yang Anda kirim: teks, gambar, dokumen, pesan suara. Lewat email, kami menerima alamat Anda dan yang Anda tulis.
privacy-why = Untuk apa kami menggunakannya
privacy-why-text = Untuk membalas Anda, untuk melaksanakan permintaan Anda, seperti pesanan atau janji temu, dan untuk menyimpan catatan yang diwajibkan hukum bagi sebuah bisnis. Kami tidak menjualnya, dan tidak menggunakannya untuk iklan pihak lain.
privacy-who = Siapa lagi yang melihatnya
privacy-who-text = WhatsApp, yang dikelola Meta, menyampaikan pesan sesuai kebijakan privasinya sendiri. Perusahaan yang menyediakan perangkat lunak pesan untuk kami menanganinya atas nama kami dan hanya sesuai petunjuk kami. Pihak berwenang hanya menerima data jika hukum mewajibkan kami.
privacy-long = Berapa lama kami menyimpannya
privacy-long-text = Selama kami memerlukannya untuk permintaan Anda, dan setelah itu hanya selama diwajibkan hukum. Kemudian dihapus.
privacy-rights = Apa yang dapat Anda minta dari kami
privacy-rights-text = Anda dapat menanyakan apa yang kami ketahui tentang Anda, dan meminta agar diperbaiki atau dihapus. Tulis kepada kami seperti sebelumnya, atau gunakan kontak di bawah. Untuk berhenti menerima pesan, balas “berhenti” atau blokir kami di WhatsApp.
privacy-page = Situs web ini
privacy-page-text = Situs ini tidak memasang cookie, tidak menghitung pengunjung, dan tidak memuat apa pun dari perusahaan lain.
privacy-contact = Siapa yang bertanggung jawab

## The number that is missing

numbers-title = Nomor mana yang ingin Anda hubungkan?
numbers-pick = Nomor di akun WhatsApp Anda
numbers-use = Gunakan nomor ini
numbers-unverified = belum dikonfirmasi
numbers-taken = terhubung lewat tautan lain
numbers-add = Tambahkan nomor
numbers-number = Nomor telepon
numbers-hint = Dengan kode negara, misalnya +62 812 3456 7890. Nomor ini harus bisa menerima SMS atau panggilan.
numbers-name = Nama yang dilihat pelanggan Anda
numbers-method = Lewat apa kode dikirim?
numbers-sms = SMS
numbers-voice = Panggilan telepon
numbers-send = Kirim kode
numbers-sent = WhatsApp telah mengirim kode ke
numbers-code = Keenam digit
numbers-confirm = Konfirmasi
numbers-send-again = Kirim kode lain
numbers-again = Kode lain sedang dikirim. Hanya yang terbaru yang berlaku.
numbers-other = Pakai nomor lain
choice-number-invalid = Ini bukan nomor telepon dengan kode negaranya. Periksa lalu coba lagi.
choice-name-missing = Masukkan nama yang akan dilihat pelanggan Anda.
choice-taken = Nomor ini sudah terhubung lewat tautan lain. Pakai nomor lain, atau minta bantuan kepada { $partner }.
choice-not-listed = Akun WhatsApp Anda tidak lagi memiliki nomor ini. Muat ulang halaman dan pilih lagi.
choice-not-verified = Nomor ini harus dikonfirmasi dengan kode dahulu.
choice-too-many-codes = Terlalu banyak kode diminta untuk nomor ini. Minta kode berikutnya { $wait }.
choice-code-wrong = Kode ini tidak benar atau sudah terlalu lama. Masukkan lagi, atau minta kode lain.
choice-code-format = Kode terdiri dari tepat enam digit.
choice-refused = WhatsApp tidak menerima ini:
choice-too-often = WhatsApp meminta jeda singkat. Coba lagi { $wait }.
choice-not-waiting = Tidak ada lagi yang bisa dipilih di sini. Muat ulang halaman.
choice-unavailable = WhatsApp sedang tidak merespons. Coba satu menit lagi.
state-choose-title = Tinggal nomornya
choose-ambiguous = Anda membagikan lebih dari satu nomor. Pilih nomor yang ingin dihubungkan.
choose-number-missing = Akun WhatsApp Anda belum memiliki nomor telepon. Setelah ada, pilih di sini, atau mulai ulang dengan Facebook.
choose-number-taken = Nomor ini sudah terhubung lewat tautan lain. Pakai nomor lain, atau minta bantuan kepada { $partner }.
choose-number-not-verified = WhatsApp belum tahu bahwa nomor ini milik Anda. Pilih di sini, lalu konfirmasi dengan kode.
