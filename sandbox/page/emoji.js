// The shortcodes people and apps use most; another one stays as it was written.

const NAMES = `
grinning 😀 smiley 😃 smile 😄 grin 😁 laughing 😆 sweat_smile 😅 joy 😂 rofl 🤣 slightly_smiling_face 🙂 upside_down_face 🙃 wink 😉 blush 😊
innocent 😇 heart_eyes 😍 kissing_heart 😘 yum 😋 thinking_face 🤔 neutral_face 😐 expressionless 😑 smirk 😏 unamused 😒 relieved 😌 pensive 😔
sleepy 😪 sleeping 😴 mask 😷 sunglasses 😎 confused 😕 worried 😟 slightly_frowning_face 🙁 open_mouth 😮 astonished 😲 flushed 😳 cry 😢 sob 😭
scream 😱 tired_face 😫 angry 😠 rage 😡 exploding_head 🤯 hugging_face 🤗 shushing_face 🤫 saluting_face 🫡
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 wave 👋 raised_hand ✋ raised_hands 🙌 clap 👏 pray 🙏 handshake 🤝 muscle 💪 point_up ☝️ point_right 👉
point_left 👈 point_down 👇 v ✌️ eyes 👀 ear 👂 brain 🧠 bust_in_silhouette 👤 busts_in_silhouette 👥 dancer 💃 runner 🏃
heart ❤️ broken_heart 💔 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 sparkling_heart 💖 sparkles ✨ star ⭐ star2 🌟 fire 🔥
tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 clapper 🎬 movie_camera 🎥 video_camera 📹 camera 📷 microphone 🎤 performing_arts 🎭 art 🎨
musical_note 🎵 headphones 🎧 tv 📺 film_frames 🎞️ film_projector 📽️ star-struck 🤩
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 question ❓
exclamation ❗ heavy_exclamation_mark ❗ bangbang ‼️ information_source ℹ️ question_mark ❓ red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡
large_green_circle 🟢 large_blue_circle 🔵 white_circle ⚪ black_circle ⚫ large_purple_circle 🟣 large_green_square 🟩 large_yellow_square 🟨 large_red_square 🟥
bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 lock 🔒 unlock 🔓 key 🔑 closed_lock_with_key 🔐 link 🔗 pushpin 📌 round_pushpin 📍 paperclip 📎 scissors ✂️
memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 calendar 📅 date 📅 spiral_calendar_pad 🗓️ page_facing_up 📄 scroll 📜 book 📖 books 📚 bookmark 🔖 file_folder 📁
mag 🔍 gear ⚙️ wrench 🔧 hammer 🔨 bulb 💡 flashlight 🔦 computer 💻 phone ☎️ telephone_receiver 📞 iphone 📱 email 📧 envelope ✉️ incoming_envelope 📨
inbox_tray 📥 outbox_tray 📤 package 📦 speech_balloon 💬 thought_balloon 💭 left_speech_bubble 🗨️ hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚
alarm_clock ⏰ stopwatch ⏱️ clock1 🕐 clock8 🕗 clock10 🕙 repeat 🔁 arrows_counterclockwise 🔄 arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️
rewind ⏪ fast_forward ⏩ play_or_pause_button ⏯️ stop_button ⏹️ new 🆕 ok 🆗 sos 🆘 zzz 💤 100 💯 chart_with_upwards_trend 📈 bar_chart 📊
sunny ☀️ sun_with_face 🌞 cloud ☁️ rain_cloud 🌧️ umbrella ☂️ snowflake ❄️ zap ⚡ rainbow 🌈 ocean 🌊 moon 🌔 crescent_moon 🌙 full_moon 🌕 sunrise 🌅
coffee ☕ tea 🍵 pizza 🍕 cake 🍰 beers 🍻 apple 🍎 house 🏠 office 🏢 hotel 🏨 hospital 🏥 ship 🚢 ferry ⛴️ bus 🚌 truck 🚚 car 🚗 airplane ✈️ rocket 🚀
checkered_flag 🏁 triangular_flag_on_post 🚩 rainbow-flag 🏳️‍🌈 robot_face 🤖 ghost 👻 skull 💀 dog 🐶 cat 🐱 bug 🐛 seedling 🌱 evergreen_tree 🌲 rose 🌹 cherry_blossom 🌸
`;

const words = NAMES.trim().split(/\s+/);
const EMOJI = new Map(words.flatMap((word, index) => (index % 2 ? [] : [[word, words[index + 1]]])));

export const emoji = (name) => EMOJI.get(name.split("::")[0]);

export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+(?:::skin-tone-[2-6])?):/g, (code, name) => emoji(name) ?? code);
}
