namespace Gateway.Telemetry.Notices;

/// <summary>Sends notices nowhere: the log and the metrics have them.</summary>
internal sealed class QuietNotices : INotices
{
    public void Tell(Notice notice)
    {
    }
}
