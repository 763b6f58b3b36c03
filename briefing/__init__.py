"""What leadership is told: tables + plan + date → one frozen Briefing → screen, slide, bulletin."""
