namespace Gateway.Wire.Heads;

/// <summary>The members of an answer's identity.</summary>
[Flags]
internal enum HeadMembers
{
    None = 0,
    Id = 1,
    Object = 2,
    Created = 4,
    Model = 8,
    All = Id | Object | Created | Model,
}
