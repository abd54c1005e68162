package proof

// modernWords are words that came up, or came into general use, after the word list was drawn up.
var modernWords = words(`
admin admins analytics api apis app apps async autocomplete autoscaling backend backends backlog bitcoin blockchain blog
blogs blogging blogger bloggers bool boolean browserless bugfix bugfixes cardinality changelog changelogs chatbot chatbots
checkbox checkboxes cli clickable cloud codebase codebases codec config configs containerised containerized coronavirus
covid crowdfunding cryptocurrency cryptocurrencies css ctrl customisable customizable cyber cybersecurity dashboard
dashboards dataset datasets dataviz debounce dev devs devops docker dropdown dropdowns ebook ebooks ecommerce
emoji emojis endpoint endpoints enum enums favicon fintech frontend frontends fullscreen geolocation git github gitlab
google googled hackathon hackathons hashtag hashtags homepage homepages hostname hostnames html http https iframe
iframes influencer influencers inline inode inodes internet iot ios iphone ipad javascript json jpeg kanban kubernetes
laptop laptops linter linters linting linux localhost login logins logout lookup lookups macos malware markdown metadata
microservice microservices middleware monorepo multithreaded namespace namespaces neurodivergent nullable offline
online onboarding op ops opensource param params parser parsers pdf permalink pipeline pipelines plaintext playlist
playlists plugin plugins podcast podcasts popup popups postcode postcodes pre prefetch programmatic programmatically
proxied pseudocode py quickstart readme readmes realtime rebase rebased rebasing redis refactor refactored refactoring
reinstall repo repos reusability rollout rollouts runbook runbooks runtime runtimes schema schemas scrollbar screenreader
screenshot screenshots sdk sdks selfie selfies serverless signup signups smartphone smartphones smartwatch spam spreadsheet
sql stakeholder stakeholders startup startups stdin stdout stderr stylesheet stylesheets subdomain subdomains subfolder
subreddit substring substrings svg sysadmin sysadmins tech telehealth textarea texting timestamp timestamps tooltip tooltips
toolchain toolchains toolkit toolkits tweet tweets tweeted typescript ui unicode unmute untracked uptime url urls username
usernames utf ux vape vaping videogame videogames viewport vlog vlogs vpn walkthrough walkthroughs webapp webinar webinars
webpage webpages website websites whitelist widget widgets wifi wiki wikis wikipedia workflow workflows workspace
workspaces worldbuilding xml yaml youtube zoom
von van der ok okay etc vs eg ie am pm ad bc tv uk usa hmm ahh ooh yeah yep nope gonna wanna gotta
`)
