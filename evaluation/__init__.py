"""How good the reading is: measured on texts and mails that nothing was trained or tuned on."""
