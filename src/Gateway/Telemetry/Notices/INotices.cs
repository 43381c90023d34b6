namespace Gateway.Telemetry.Notices;

/// <summary>Takes what the operator should know. Whoever tells it has logged and measured it already.</summary>
internal interface INotices
{
    /// <summary>Takes a notice. Never waits and never throws.</summary>
    void Tell(Notice notice);
}
