namespace Gateway.Telemetry.Notices;

/// <summary>Takes notices for the operator. The caller has already logged and measured them.</summary>
internal interface INotices
{
    /// <summary>Takes a notice. Never waits and never throws.</summary>
    void Tell(Notice notice);
}
