using Gateway.Alerts.Events;

namespace Gateway.Alerts.Targets;

/// <summary>One message to a receiver.</summary>
/// <param name="Text">It in words.</param>
/// <param name="Count">How many of the news are in it; 0 for a test.</param>
/// <param name="News">The only one, for receivers that take them one by one; null for a test.</param>
internal sealed record AlertMessage(string Text, int Count, AlertNews? News = null);
