namespace Gateway.Configuration;

/// <summary>The kinds of receivers of alerts. Each has its own message form, its own signature and its own word for "taken".</summary>
internal enum AlertTargetKind
{
    /// <summary>A custom bot in a Feishu or Lark group.</summary>
    Feishu,

    /// <summary>A robot in a DingTalk group.</summary>
    DingTalk,

    /// <summary>A robot in a WeCom group.</summary>
    WeCom,

    /// <summary>An incoming webhook of Slack.</summary>
    Slack,

    /// <summary>A program of one's own: signed JSON.</summary>
    Webhook,
}
